using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RecPipe.Models.Families;

/// <summary>
/// Uniform random embeddings that need no memory: element k of the combined table is a hash of k (the finaliser of
/// splitmix64, Steele, Lea and Flood 2014), so any part can be made at any time.
/// </summary>
public sealed class RandomEmbeddings(int seed, int width, float bound)
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private readonly ulong _seed = Mix((ulong)(uint)seed + Golden);

    /// <summary>Fills rows with values in [-bound, bound); fits <see cref="EmbeddingReader"/>.</summary>
    public void Read(long firstRow, Span<float> rows)
    {
        ulong element = (ulong)(firstRow * width);
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<ulong> index = Vector512.Create(element) + Vector512<ulong>.Indices;
            for (; i + 16 <= rows.Length; i += 16, index += Vector512.Create(16UL))
            {
                Vector512<uint> bits = Vector512.Narrow(
                    Mix(Vector512.Create(_seed) + index * Golden),
                    Mix(Vector512.Create(_seed) + (index + Vector512.Create(8UL)) * Golden));
                Vector512<float> unit = Vector512.ConvertToSingle(Vector512.ShiftRightLogical(bits, 8).AsInt32()) * (2f / (1 << 24)) - Vector512.Create(1f);
                (unit * bound).CopyTo(rows[i..]);
            }
        }
        for (; i < rows.Length; i++)
            rows[i] = (((uint)Mix(_seed + (element + (ulong)i) * Golden) >> 8) * (2f / (1 << 24)) - 1f) * bound;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Mix(Vector512<ulong> z)
    {
        z = (z ^ (z >> 30)) * Vector512.Create(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)) * Vector512.Create(0x94D0_49BB_1331_11EB);
        return z ^ (z >> 31);
    }
}
