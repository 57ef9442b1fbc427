#if NBOMBER
using Grpc.Core;
using NBomber.Contracts;
using NBomber.CSharp;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Engine;

/// <summary>
/// Hands a scenario to NBomber 6, which decides when queries are sent (its own schedule: the workload's arrival process and
/// schedule seed do not apply, rates are whole numbers a second, a ramp starts where the phase before it ended). Latency is measured here, from the send time.
/// Compiled with -p:NBomber=true only.
/// </summary>
public sealed class NBomberEngine(TimeProvider time) : ILoadEngine
{
    public Task<RunMeasurement> MeasureAsync(Scenarios.Scenario scenario, IProgress<double>? progress, CancellationToken cancellationToken) => Task.Run(() =>
    {
        if (!scenario.Part.IsWhole || scenario.StartAt is not null)
            throw new ConfigException("recpipe load", "--part", "NBomber's schedule cannot be split here.", "Use the build without NBomber.");
        DateTimeOffset started = time.GetUtcNow();
        WorkloadConfig workload = scenario.Workload;
        Lazy<RunRecorder> recorder = new(() => new(time, time.GetTimestamp(), workload.Duration(), scenario.Metrics));
        CpuMeter cpu = CpuMeter.Start(time);
        long next = -1;
        ScenarioProps props = NBomber.CSharp.Scenario.Create(workload.Name, async context =>
        {
            if (cancellationToken.IsCancellationRequested)
                context.StopCurrentTest("interrupted");
            bool measured = context.ScenarioInfo.ScenarioOperation == ScenarioOperation.Bombing;
            long query = Interlocked.Increment(ref next), sent = time.GetTimestamp();
            if (measured)
                recorder.Value.Arrived();
            StepResult result = await AskAsync(scenario, new(query, Deadline.After(workload.Deadline, time)), cancellationToken);
            if (measured)
                recorder.Value.Ended(measured, sent, result.AnsweredAt != 0 ? result.AnsweredAt : time.GetTimestamp(), result);
            return result.Status == StatusCode.OK ? Response.Ok() : Response.Fail(statusCode: result.Status.ToString());
        }).WithLoadSimulations([.. workload.Load.Select(Translate)]);
        props = workload.WarmUp > TimeSpan.Zero ? props.WithWarmUpDuration(workload.WarmUp) : props.WithoutWarmUp();
        NBomberRunner.RegisterScenarios(props).WithoutReports().Run();
        progress?.Report(1);
        return recorder.Value.Measurement(scenario, started, cancellationToken.IsCancellationRequested, cpu.Cores(), "NBomber", "send time");
    }, CancellationToken.None);

    private static async ValueTask<StepResult> AskAsync(Scenarios.Scenario scenario, StepContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await scenario.Step(context, cancellationToken);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new(e is RpcException rpc ? rpc.StatusCode : StatusCode.Unknown);
        }
    }

    private static NBomber.Contracts.LoadSimulation Translate(Workloads.Simulations.LoadSimulation phase) => phase switch
    {
        Inject { Rate: double rate } => Simulation.Inject(Whole(rate), TimeSpan.FromSeconds(1), phase.During),
        RampingInject ramp => Simulation.RampingInject(Whole(ramp.To), TimeSpan.FromSeconds(1), phase.During),
        KeepConstant constant => Simulation.KeepConstant(constant.Copies, phase.During),
        Pause => Simulation.Pause(phase.During),
        _ => throw new ArgumentException("NBomber cannot replay a trace.", nameof(phase)),
    };

    private static int Whole(double rate) => Math.Max(1, (int)Math.Round(rate));
}
#endif
