using System.Runtime.InteropServices;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Accelerator.Caches.Study;

/// <summary>What a second stage reads.</summary>
internal static class Survivors
{
    /// <summary>The artefact's: it meant a random part of the rows but reads the first rows of the trace.</summary>
    public static AccessTrace Parity(AccessTrace trace, double ratio) => trace.Prefix((int)(trace.Items * ratio));

    /// <summary>
    /// Of each query's candidates, as many as the ratio keeps, chosen at random (a ranking is independent of how often a
    /// candidate's rows are read), in the order of the candidates. A last query that is not complete keeps its share.
    /// </summary>
    public static AccessTrace OfQueries(AccessTrace trace, double ratio, int candidates, ulong seed)
    {
        Xoshiro256 random = new(seed, stream: ulong.MaxValue);
        List<int> accesses = new((int)(trace.Length * ratio) + trace.Group);
        for (int first = 0; first < trace.Items; first += candidates)
        {
            int left = Math.Min(candidates, trace.Items - first);
            int keep = (int)(left * ratio);
            for (int item = first; keep > 0; item++, left--)
            {
                if (random.NextBelow((uint)left) >= keep)
                    continue;
                keep--;
                accesses.AddRange(trace.Ids.AsSpan(item * trace.Group, trace.Group));
            }
        }
        return trace.Renumbered(CollectionsMarshal.AsSpan(accesses));
    }
}
