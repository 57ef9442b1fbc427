using System.Diagnostics;
using RecPipe.Accelerator.Shapes;

namespace RecPipe.Bench.Accelerator;

/// <summary>Layers evaluated a second, on one thread.</summary>
/// <param name="PerSecond">Of the fastest round.</param>
internal sealed record LayerRate(double PerSecond)
{
    public const int Rounds = 20;

    private const int Repeats = 20_000;

    /// <param name="layers">Evaluated in turn.</param>
    /// <param name="cycles">One evaluation.</param>
    public static LayerRate Measure(LayerShape[] layers, Func<LayerShape, long> cycles)
    {
        double best = 0;
        long expected = Round(layers, cycles);
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            long sum = Round(layers, cycles);
            best = Math.Max(best, Repeats * layers.Length / Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (sum != expected)
                throw new InvalidOperationException($"Two rounds gave {expected} and {sum} cycles.");
        }
        return new(best);
    }

    private static long Round(LayerShape[] layers, Func<LayerShape, long> cycles)
    {
        long sum = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            foreach (LayerShape layer in layers)
                sum += cycles(layer);
        }
        return sum;
    }
}
