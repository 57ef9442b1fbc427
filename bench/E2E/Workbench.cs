using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Queries;

namespace RecPipe.Bench.E2E;

/// <summary>What is measured: a synthetic store, the three models with random weights, and queries. Made once, kept in a folder.</summary>
internal sealed class Workbench : IDisposable
{
    public const int Candidates = 4096;
    private const int Rows = 400_000;
    private const int Seed = 1;

    private Workbench(string folder)
    {
        Models = Path.Combine(folder, "models");
        Data = Path.Combine(folder, "data");
        Store = FeatureStore.Open(Data);
        Queries = new QueryStream(Seed, 0, Store.Rows, Candidates);
    }

    public string Models { get; }

    public string Data { get; }

    public FeatureStore Store { get; }

    /// <summary>Candidates drawn uniformly from all rows of the store.</summary>
    public QueryStream Queries { get; }

    /// <param name="folder">Where the inputs are kept.</param>
    /// <param name="configs">Folder of the model configurations.</param>
    /// <param name="tableCap">Most rows a table may have; null for the sizes of Criteo Kaggle.</param>
    public static Workbench Open(string folder, string configs, int? tableCap)
    {
        string data = Path.Combine(folder, "data"), models = Path.Combine(folder, "models");
        Progress<double> silent = new();
        if (!Directory.Exists(data))
            SyntheticCriteo.Generate(new() { Rows = Rows, Seed = Seed, TableCap = tableCap }, data, silent, CancellationToken.None);
        using FeatureStore store = FeatureStore.Open(data);
        foreach (string config in Directory.EnumerateFiles(configs, "rm-*.json"))
        {
            DlrmConfig model = ConfigFile.Load<DlrmConfig>(config);
            if (!File.Exists(Path.Combine(models, $"{model.Name}.card.json")))
                ModelSynthesis.Write(model, store.TableRows, models, Seed, silent);
        }
        return new(folder);
    }

    public int[] Query(int index)
    {
        int[] candidates = new int[Candidates];
        Queries.Fill(index, candidates);
        return candidates;
    }

    public void Dispose() => Store.Dispose();
}
