using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Queries;

namespace RecPipe.Bench.Emulator;

/// <summary>A synthetic store, RM-small with random weights, queries on them, and devices of a stated service time. Made once, kept in a folder.</summary>
internal sealed class Inputs
{
    public const string Model = "rm-small";

    private const int Rows = 50_000;
    private const int Seed = 1;

    private Inputs(string folder, int candidates)
    {
        Folder = folder;
        Queries = new QueryStream(Seed, 0, Rows, candidates);
    }

    public string Folder { get; }

    public string Models => Path.Combine(Folder, "models");

    public string Data => Path.Combine(Folder, "data");

    public QueryStream Queries { get; }

    public static Inputs Open(string folder, int candidates)
    {
        Inputs inputs = new(folder, candidates);
        Progress<double> silent = new();
        if (!Directory.Exists(inputs.Data))
            SyntheticCriteo.Generate(new() { Rows = Rows, Seed = Seed, TableCap = 10_000 }, inputs.Data, silent, CancellationToken.None);
        using FeatureStore store = FeatureStore.Open(inputs.Data);
        if (!Directory.Exists(inputs.Models))
            ModelSynthesis.Write(DlrmConfig.Load(Path.Combine("configs", "models", Model + ".json")), store.TableRows, inputs.Models, Seed, silent);
        return inputs;
    }

    /// <summary>A hardware file of a device that takes one time for any query.</summary>
    public string Device(double milliseconds)
    {
        string path = Path.Combine(Folder, FormattableString.Invariant($"device-{milliseconds}.json"));
        object[] points = [new { items = 1 << 20, ms = milliseconds }];
        ConfigFile.Save(path, new { kind = "measured", name = "bench", provenance = "bench/Emulator", models = new Dictionary<string, object> { [Model] = points } });
        return path;
    }
}
