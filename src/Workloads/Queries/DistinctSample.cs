using System.Buffers;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Workloads.Queries;

/// <summary>Draws distinct numbers uniformly, in random order. Allocates nothing: what it remembers is rented.</summary>
internal static class DistinctSample
{
    /// <param name="random">Where they come from.</param>
    /// <param name="population">Numbers run from 0 to this less one; at least as many as are drawn.</param>
    /// <param name="sample">Receives the numbers.</param>
    public static void Draw(ref Xoshiro256 random, int population, Span<int> sample)
    {
        if (population / 2 < sample.Length)
            Shuffle(ref random, population, sample);
        else
            Reject(ref random, population, sample);
    }

    /// <summary>Partial Fisher-Yates over the population: for samples of more than half of it.</summary>
    private static void Shuffle(ref Xoshiro256 random, int population, Span<int> sample)
    {
        int[] numbers = ArrayPool<int>.Shared.Rent(population);
        for (int i = 0; i < population; i++)
            numbers[i] = i;
        for (int i = 0; i < sample.Length; i++)
        {
            int j = i + (int)random.NextBelow((uint)(population - i));
            sample[i] = numbers[j];
            numbers[j] = numbers[i];
        }
        ArrayPool<int>.Shared.Return(numbers);
    }

    /// <summary>Draws until a new number comes up; an open-addressing set at most a quarter full remembers what came.</summary>
    private static void Reject(ref Xoshiro256 random, int population, Span<int> sample)
    {
        int slots = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)sample.Length * 4);
        int[] rented = ArrayPool<int>.Shared.Rent(slots);
        Span<int> seen = rented.AsSpan(0, slots);
        seen.Clear();
        for (int i = 0; i < sample.Length;)
        {
            int number = (int)random.NextBelow((uint)population);
            if (Add(seen, number + 1))
                sample[i++] = number;
        }
        ArrayPool<int>.Shared.Return(rented);
    }

    private static bool Add(Span<int> seen, int value)
    {
        int mask = seen.Length - 1;
        for (int slot = (int)((uint)value * 0x9E3779B1u >> 7) & mask; ; slot = (slot + 1) & mask)
        {
            if (seen[slot] == value)
                return false;
            if (seen[slot] == 0)
            {
                seen[slot] = value;
                return true;
            }
        }
    }
}
