using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RecPipe.Datasets.Criteo;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// The world behind the labels: logit = bias + linear effects of every table row + a nonlinear effect of the dense features
/// + dot products of a 16-dimensional nonlinear latent of the dense features with latents of some tables' rows, and of those
/// with each other. A model with 4 dimensions cannot hold the interactions. Latents are hashes of (table, row):
/// nothing is stored. Fixed for all seeds, so data of one seed tests a model trained on another. Immutable.
/// </summary>
internal sealed class PlantedModel
{
    /// <summary>Sets the click rate.</summary>
    private const float Bias = -1.6f;

    /// <summary>Strength of a table row's own effect, for tables that a short training run can learn.</summary>
    private const float LinearStrength = 0.28f;

    /// <summary>The same for tables above <see cref="LargeTable"/> rows, most of whose rows are seen once.</summary>
    private const float LinearStrengthOfLargeTables = 0.03f;

    private const int LargeTable = 20_000;

    /// <summary>Standard deviation, about, of the effect of the dense features alone.</summary>
    private const float DenseStrength = 0.8f;

    /// <summary>Standard deviation, about, of the dot products of the dense latent with the tables' latents.</summary>
    private const float DenseTableStrength = 1.1f;

    /// <summary>Standard deviation, about, of the dot products among the tables' latents.</summary>
    private const float TableTableStrength = 0.45f;

    /// <summary>Tables whose latents interact, by column: C1, C2, C6, C14, C17, C18, C19, C23, C25.</summary>
    private static readonly int[] s_interacting = [0, 1, 5, 13, 16, 17, 18, 22, 24];

    private const int Hidden = 32;
    private const int Latent = 16;
    private const uint LinearSalt = 101;
    private const uint LatentSalt = 102;
    private const ulong WorldSeed = 2021;
    private const float UniformToUnitVariance = 1.7320508f / 128;

    private readonly float[] _means;
    private readonly float[] _scales;
    private readonly float[] _linear;
    private readonly float[] _hiddenWeights = new float[CriteoSchema.DenseWidth * Hidden];
    private readonly float[] _hiddenBiases = new float[Hidden];
    private readonly float[] _latentWeights = new float[Hidden * Latent];
    private readonly float[] _denseWeights = new float[Hidden];

    /// <param name="dense">Laws of the dense features, for their means and deviations.</param>
    public PlantedModel(IReadOnlyList<DenseLaw> dense)
    {
        _means = [.. dense.Select(law => (float)law.Mean)];
        _scales = [.. dense.Select(law => (float)(1 / law.Deviation))];
        _linear = [.. CriteoTables.All.Select(table => table.Rows > LargeTable ? LinearStrengthOfLargeTables : LinearStrength)];
        Xoshiro256 random = new(WorldSeed, 0);
        Fill(ref random, _hiddenWeights, 1 / MathF.Sqrt(4));
        Fill(ref random, _hiddenBiases, 0.5f);
        Fill(ref random, _latentWeights, 1 / MathF.Sqrt(Hidden * 0.6f));
        Fill(ref random, _denseWeights, DenseStrength / MathF.Sqrt(Hidden * 0.6f));
    }

    /// <param name="dense">[13].</param>
    /// <param name="sparse">[26].</param>
    /// <returns>The log odds of a click.</returns>
    [SkipLocalsInit]
    public float Logit(ReadOnlySpan<float> dense, ReadOnlySpan<int> sparse)
    {
        Span<float> hidden = stackalloc float[Hidden];
        Activate(dense, hidden);
        float logit = Bias + LinearEffects(sparse);
        Vector256<float> low = Vector256<float>.Zero, high = Vector256<float>.Zero;
        for (int i = 0; i < Hidden; i++)
        {
            Vector256<float> unit = Vector256.Create(hidden[i]);
            low += unit * Load(_latentWeights, i * Latent);
            high += unit * Load(_latentWeights, i * Latent + 8);
            logit += hidden[i] * _denseWeights[i];
        }
        return logit + Interactions(low, high, sparse);
    }

    /// <summary>Hinges of the standardised dense features, less about their mean.</summary>
    private void Activate(ReadOnlySpan<float> dense, Span<float> hidden)
    {
        _hiddenBiases.CopyTo(hidden);
        for (int j = 0; j < CriteoSchema.DenseWidth; j++)
        {
            Vector256<float> x = Vector256.Create(Math.Clamp((dense[j] - _means[j]) * _scales[j], -3, 3));
            for (int i = 0; i < Hidden; i += 8)
                (Load(hidden, i) + x * Load(_hiddenWeights, j * Hidden + i)).CopyTo(hidden[i..]);
        }
        for (int i = 0; i < Hidden; i += 8)
            (Vector256.Max(Load(hidden, i), Vector256<float>.Zero) - Vector256.Create(0.75f)).CopyTo(hidden[i..]);
    }

    private float LinearEffects(ReadOnlySpan<int> sparse)
    {
        float sum = 0;
        for (int t = 0; t < CriteoSchema.SparseWidth; t++)
            sum += _linear[t] * RowHash.Normal(RowHash.Of(t, sparse[t], LinearSalt));
        return sum;
    }

    /// <summary>The dense latent against the tables', and the tables' latents pairwise: (|sum|^2 - sum of |v|^2) / 2.</summary>
    private static float Interactions(Vector256<float> low, Vector256<float> high, ReadOnlySpan<int> sparse)
    {
        Vector256<float> sumLow = Vector256<float>.Zero, sumHigh = Vector256<float>.Zero, squares = Vector256<float>.Zero;
        foreach (int table in s_interacting)
        {
            ulong first = RowHash.Of(table, sparse[table], LatentSalt);
            Vector256<float> a = Uniforms(first), b = Uniforms(SplitMix64.Mix(first));
            sumLow += a;
            sumHigh += b;
            squares += a * a + b * b;
        }
        int count = s_interacting.Length;
        float withDense = Vector256.Sum(low * sumLow + high * sumHigh) / MathF.Sqrt(Latent * count);
        float among = 0.5f * Vector256.Sum(sumLow * sumLow + sumHigh * sumHigh - squares) / MathF.Sqrt(Latent * count * (count - 1) / 2f);
        return DenseTableStrength * withDense + TableTableStrength * among;
    }

    /// <summary>Eight values of mean 0 and variance 1, uniform on 256 steps.</summary>
    private static Vector256<float> Uniforms(ulong hash)
    {
        Vector128<short> shorts = Vector128.WidenLower(Vector128.CreateScalar(hash).AsSByte());
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(shorts);
        return (Vector256.ConvertToSingle(Vector256.Create(low, high)) + Vector256.Create(0.5f)) * Vector256.Create(UniformToUnitVariance);
    }

    private static Vector256<float> Load(ReadOnlySpan<float> values, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);

    private static void Fill(ref Xoshiro256 random, Span<float> weights, float scale)
    {
        foreach (ref float weight in weights)
            weight = scale * (float)random.NextNormal();
    }
}
