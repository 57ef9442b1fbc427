using System.Diagnostics;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;

namespace RecPipe.Accelerator.Tests.Timing;

public class SpeedTests(ITestOutputHelper output)
{
    private static readonly ModelShape s_large = Published.Model("rm-large");

    public static TheoryData<string, Corrections> Models => new() { { "parity", Corrections.None }, { "corrected", Corrections.All } };

    [Theory]
    [MemberData(nameof(Models))]
    public void Timing_a_stage_allocates_nothing(string name, Corrections corrections)
    {
        TimingModel timing = Create(name, corrections);
        double seconds = Sum(timing, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        seconds += Sum(timing, 1000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        seconds.ShouldBeGreaterThan(0);
    }

    /// <summary>A million layer evaluations a second are asked for; run it alone, times depend on the machine.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Models))]
    public void Layers_timed_in_a_second(string name, Corrections corrections)
    {
        const int Stages = 500_000;
        TimingModel timing = Create(name, corrections);
        Sum(timing, Stages);
        double best = Enumerable.Range(0, 5).Min(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            Sum(timing, Stages);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });
        int layers = s_large.BottomMlp.Count + s_large.TopMlp.Count - 2;
        output.WriteLine($"{name}: {best / Stages * 1e9:F0} ns a stage of {layers} layers, {layers * Stages / best / 1e6:F1} million layers/s");
    }

    private static TimingModel Create(string name, Corrections corrections) => name == "parity"
        ? new ParityModel(Published.Accelerator("1"))
        : new CorrectedModel(Published.Accelerator("1"), corrections);

    private static double Sum(TimingModel timing, int stages)
    {
        double seconds = 0;
        for (int i = 0; i < stages; i++)
            seconds += timing.Seconds(s_large, new StageWork(4096 - (i & 1023), 64));
        return seconds;
    }
}
