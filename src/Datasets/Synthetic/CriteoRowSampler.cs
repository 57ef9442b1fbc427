using RecPipe.Datasets.Criteo;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.Synthetic;

/// <summary>Draws the features of one row. Immutable: safe to share.</summary>
internal sealed class CriteoRowSampler
{
    /// <summary>How much of each latent factor comes from the row's categories (an advertiser has its own counts).</summary>
    private const double CategoryWeight = 0.5;

    private static readonly double s_freshWeight = Math.Sqrt(1 - CategoryWeight * CategoryWeight);
    /// <summary>Fitting them takes tens of milliseconds: once per process.</summary>
    private static readonly RankLaw[] s_rankLaws = [.. CriteoTables.All.Select(table => new RankLaw(table))];

    private static readonly int s_groups = Enum.GetValues<CriteoGroup>().Length;

    /// <summary>The table behind each latent factor: C7, C13, C11, C15, whose top shares are small.</summary>
    private static readonly int[] s_factorTables = [6, 12, 10, 14];

    private readonly int[] _groups = [.. CriteoTables.All.Select(table => (int)table.Group)];
    private readonly double[] _couplings = [.. CriteoTables.All.Select(table => table.Coupling)];
    private readonly int[] _tableRows;
    private readonly DenseLaw[] _denseLaws = [.. CriteoDenseFeatures.All.Select(feature => new DenseLaw(feature))];
    private readonly double[] _denseMissing = [.. CriteoDenseFeatures.All.Select(feature => feature.Missing)];
    private readonly int[] _denseMissingWith = [.. CriteoDenseFeatures.All.Select(feature => feature.MissingWith)];
    private readonly double[] _loadings = [.. CriteoDenseFeatures.All.SelectMany(feature => feature.Loadings)];
    private readonly double[] _ownWeights = [.. CriteoDenseFeatures.All.Select(feature => Math.Sqrt(1 - feature.Loadings.Sum(l => l * l)))];

    public CriteoRowSampler(int? tableCap)
    {
        _tableRows = [.. CriteoTables.All.Select(table => Math.Min(table.Rows, tableCap ?? int.MaxValue))];
    }

    /// <summary>Rows of each table, by column.</summary>
    public IReadOnlyList<int> TableRows => _tableRows;

    public IReadOnlyList<DenseLaw> DenseLaws => _denseLaws;

    /// <summary>The row of "no value" of a column, or null.</summary>
    public int? MissingRow(int column) => s_rankLaws[column].MissingId is >= 0 and int id ? id % _tableRows[column] : null;

    /// <param name="random">Where the draws come from.</param>
    /// <param name="dense">[13], overwritten.</param>
    /// <param name="sparse">[26], overwritten.</param>
    public void Draw(ref Xoshiro256 random, Span<float> dense, Span<int> sparse)
    {
        DrawSparse(ref random, sparse);
        Span<double> factors = stackalloc double[CriteoDenseFeatures.Factors];
        for (int k = 0; k < factors.Length; k++)
        {
            int table = s_factorTables[k];
            factors[k] = CategoryWeight * RowHash.Normal(RowHash.Of(table, sparse[table], (uint)k + 1)) + s_freshWeight * random.NextNormal();
        }
        DrawDense(ref random, factors, dense);
    }

    private void DrawSparse(ref Xoshiro256 random, Span<int> sparse)
    {
        Span<double> absent = stackalloc double[s_groups];
        Span<double> shared = stackalloc double[s_groups];
        for (int g = 1; g < s_groups; g++)
        {
            absent[g] = random.NextUniform();
            shared[g] = random.NextUniform();
        }
        absent[0] = 1;
        for (int t = 0; t < CriteoSchema.SparseWidth; t++)
        {
            RankLaw law = s_rankLaws[t];
            double coupling = _couplings[t];
            int id = absent[_groups[t]] < law.Missing ? law.MissingId : law.Quantile(Couple(ref random, coupling, shared[_groups[t]]));
            sparse[t] = id < _tableRows[t] ? id : id % _tableRows[t];
        }
    }

    /// <summary>The shared number with probability <paramref name="coupling"/>, else one of its own: uniform either way.</summary>
    private static double Couple(ref Xoshiro256 random, double coupling, double shared)
    {
        if (coupling >= 1)
            return shared;
        double own = random.NextUniform();
        return own < coupling ? shared : Math.Min((own - coupling) / (1 - coupling), 1 - 1e-16);
    }

    private void DrawDense(ref Xoshiro256 random, ReadOnlySpan<double> factors, Span<float> dense)
    {
        Span<double> absent = stackalloc double[CriteoSchema.DenseWidth + 1];
        for (int i = 0; i < absent.Length; i++)
            absent[i] = random.NextUniform();
        for (int j = 0; j < CriteoSchema.DenseWidth; j++)
        {
            double score = _ownWeights[j] * random.NextNormal();
            for (int k = 0; k < factors.Length; k++)
                score += _loadings[j * CriteoDenseFeatures.Factors + k] * factors[k];
            dense[j] = absent[_denseMissingWith[j]] < _denseMissing[j] ? 0 : _denseLaws[j].Value(score);
        }
    }
}
