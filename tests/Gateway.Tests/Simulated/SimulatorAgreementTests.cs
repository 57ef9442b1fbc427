using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Randomness;
using RecPipe.Ranking.Stages;
using RecPipe.Simulation.Pipelines;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Gateway.Tests.Simulated;

/// <summary>The simulator and the gateway itself, given the same queries on the same devices, count the same answers and the same time.</summary>
public class SimulatorAgreementTests
{
    private static readonly SimulatedStage s_device = new() { Name = "device", Items = 400, Service = new ConstantTime(100), RunsAbandoned = true };

    /// <summary>Names of scenarios, each with the load on its first stage. Never are nine queries in ten late: the gateway would leave such a worker alone.</summary>
    public static TheoryData<string, double> Scenarios => new()
    {
        { "calm", 0.5 }, { "two engines", 0.9 }, { "a full first stage", 1.4 }, { "a full second stage", 0.9 }, { "two full workers", 1.5 }, { "nobody else is asked", 1.2 },
        { "a deadline", 1.3 }, { "a deadline in the second stage", 0.9 }, { "a deadline that is refused", 0.9 }, { "a budget", 0.65 },
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task The_gateway_answers_what_the_simulator_says(string scenario, double load)
    {
        SimulatedPipeline pipeline = Pipeline(scenario);
        double[] arrivals = Arrivals(150, load * pipeline.Stages[0].Workers * pipeline.Stages[0].Engines / 100);
        PipelineStatistics expected = new PipelineSimulation(pipeline).Run(new TraceArrivals(arrivals), arrivals.Length, 0, 1);
        using VirtualFleet fleet = new(pipeline);
        RankedList[] lists = await fleet.RunAsync(arrivals, TestContext.Current.CancellationToken);

        RankedList[] answered = [.. lists.Where(list => list.Status == StageStatus.Ok)];
        (answered.Length, answered.Count(list => list.Degraded), lists.Count(list => list.Status == StageStatus.ResourceExhausted), lists.Count(list => list.Status == StageStatus.DeadlineExceeded))
            .ShouldBe(((int)expected.Answered, (int)expected.Degraded, (int)expected.Shed, (int)expected.Late));
        answered.Average(list => list.Total.TotalMilliseconds).ShouldBe(expected.MeanLatency, 1e-6);
        if (scenario != "calm" && scenario != "two engines")
            (expected.Degraded + expected.Shed + expected.Late).ShouldBeInRange(10, 140, "the scenario is about queries that are not answered in full");
    }

    private static SimulatedPipeline Pipeline(string scenario)
    {
        SimulatedPipeline pipeline = new() { Stages = [s_device with { QueueCapacity = 1000 }, s_device with { QueueCapacity = 1000, Service = new ConstantTime(61) }], Deadline = 60_000 };
        SimulatedStage first = pipeline.Stages[0], second = pipeline.Stages[1], slow = second with { Service = new ConstantTime(131) };
        return scenario switch
        {
            "calm" => pipeline,
            "two engines" => pipeline with { Stages = [first with { Engines = 2 }, second with { Engines = 2 }] },
            "a full first stage" => pipeline with { Stages = [first with { QueueCapacity = 3 }, second] },
            "a full second stage" => pipeline with { Stages = [first, slow with { QueueCapacity = 2 }] },
            "two full workers" => pipeline with { Stages = [first with { Workers = 2, QueueCapacity = 1 }, second with { Workers = 2, QueueCapacity = 1 }] },
            "nobody else is asked" => pipeline with { Stages = [first with { Workers = 2, QueueCapacity = 1, AsksAnother = false }, slow with { QueueCapacity = 1 }] },
            "a deadline" => pipeline with { Deadline = 700 },
            "a deadline in the second stage" => pipeline with { Stages = [first, slow], Deadline = 900 },
            "a deadline that is refused" => pipeline with { Stages = [first, slow], Deadline = 900, AnswerDegraded = false },
            _ => pipeline with { Stages = [first, slow with { Budget = 250 }] },
        };
    }

    /// <summary>Poisson arrivals in whole milliseconds, as timers count them, no two at once.</summary>
    private static double[] Arrivals(int count, double rate)
    {
        Xoshiro256 random = new(17);
        double[] arrivals = new double[count];
        long now = 0;
        for (int i = 0; i < count; i++)
            arrivals[i] = now += 1 + (long)(random.NextExponential() / rate);
        return arrivals;
    }
}
