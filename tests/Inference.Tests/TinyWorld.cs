using RecPipe.Datasets.Store;
using RecPipe.Inference;
using RecPipe.Inference.Backends;
using RecPipe.Inference.Sessions;
using RecPipe.Models.Families;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;

namespace RecPipe.Tests;

/// <summary>A small feature store and two small DLRMs on disk, with the double-precision answer to every query on them.</summary>
public sealed class TinyWorld : IDisposable
{
    public const int Rows = 3000;
    public const string Narrow = "narrow";
    public const string Wide = "wide";

    private static readonly int[] s_tables = [7, 100, 1000, 3];
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, double[]> _scores = [];
    private readonly int[] _distinct;

    public TinyWorld()
    {
        Random random = new(2021);
        WriteStore(random);
        Store = FeatureStore.Open(DataFolder);
        float[] dense = new float[Rows * Store.DenseWidth];
        int[] sparse = new int[Rows * Store.SparseWidth];
        Store.Gather([.. Enumerable.Range(0, Rows)], dense, sparse);
        foreach (DlrmConfig config in (DlrmConfig[])[Config(Narrow, 4, [3, 8, 4], [8, 1]), Config(Wide, 8, [3, 16, 8], [16, 4, 1])])
        {
            DlrmWeights weights = Weights(config, random);
            DlrmGraph.Write(config, s_tables, weights, ModelsFolder);
            _scores[config.Name] = DlrmReference.Score(config, s_tables, weights, dense, sparse);
        }
        _distinct = [.. Enumerable.Range(0, Rows).Where(row => _scores.Values.All(scores => IsDistinct(scores, row)))];
    }

    public FeatureStore Store { get; }

    public string ModelsFolder => _folder.PathOf("models");

    public string DataFolder => _folder.PathOf("data");

    public IReadOnlyList<ModelSession> LoadModels() => ModelSession.LoadFolder(ModelsFolder, new CpuBackend(), verifyChecksums: true);

    public EnginePool Pool(EnginePoolOptions options, IFeatureSource? features = null, TimeProvider? clock = null) =>
        new(options, LoadModels(), features ?? Store, clock ?? TimeProvider.System);

    /// <summary>Positions of the best candidates by a full sort of the reference scores.</summary>
    public int[] BestOf(string model, IReadOnlyList<int> candidates, int keep) =>
        [.. Enumerable.Range(0, candidates.Count).OrderByDescending(i => _scores[model][candidates[i]]).ThenBy(i => i).Take(keep)];

    public double ScoreOf(string model, int candidate) => _scores[model][candidate];

    public InlineFeatures FeaturesOf(int[] candidates)
    {
        float[] dense = new float[candidates.Length * Store.DenseWidth];
        int[] sparse = new int[candidates.Length * Store.SparseWidth];
        Store.Gather(candidates, dense, sparse);
        return new InlineFeatures(dense, sparse);
    }

    /// <summary>A seeded query of candidates whose order single precision cannot change: no two scores are closer than 4e-6.</summary>
    public int[] Candidates(int seed, int count)
    {
        int[] rows = [.. _distinct];
        new Random(seed).Shuffle(rows);
        return rows[..count];
    }

    public static StageRequest Query(int[] candidates, int keep = 10, string model = Narrow, Deadline? deadline = null) =>
        new(model, candidates, keep, deadline ?? Deadline.None);

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }

    private static bool IsDistinct(double[] scores, int row)
    {
        for (int other = 0; other < row; other++)
        {
            if (Math.Abs(scores[other] - scores[row]) < 4e-6)
                return false;
        }
        return true;
    }

    private void WriteStore(Random random)
    {
        using FeatureStoreWriter writer = new(DataFolder, 3, s_tables.Length);
        for (int row = 0; row < Rows; row++)
        {
            float[] dense = [.. Enumerable.Range(0, 3).Select(_ => random.NextSingle() * 2 - 1)];
            int[] sparse = [.. s_tables.Select(rows => random.Next(rows))];
            writer.Append(dense, sparse, [(byte)random.Next(2)]);
        }
        writer.Complete(manifest => manifest with
        {
            Source = "tiny",
            Dense = ["I1", "I2", "I3"],
            Sparse = [.. s_tables.Select((rows, i) => new SparseFeature($"C{i + 1}", rows))],
        });
    }

    private static DlrmConfig Config(string name, int dim, int[] bottom, int[] top) =>
        new() { Name = name, Family = DlrmConfig.FamilyName, EmbeddingDim = dim, BottomMlp = bottom, TopMlp = top };

    private static DlrmWeights Weights(DlrmConfig config, Random random)
    {
        float[] embeddings = [.. Enumerable.Range(0, s_tables.Sum() * config.EmbeddingDim).Select(_ => 2 * random.NextSingle() - 1)];
        DlrmWeights weights = DlrmWeights.Zero(config, s_tables.Length, (first, rows) =>
            embeddings.AsSpan((int)first * config.EmbeddingDim, rows.Length).CopyTo(rows));
        foreach (DenseLayer layer in weights.Bottom.Concat(weights.Top))
        {
            for (int i = 0; i < layer.Weight.Length; i++)
                layer.Weight[i] = 2 * random.NextSingle() - 1;
        }
        return weights;
    }
}
