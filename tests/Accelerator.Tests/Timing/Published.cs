using System.Globalization;
using System.Text.Json;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Models.Families;

namespace RecPipe.Accelerator.Tests.Timing;

/// <summary>The published artefact's models and tables, and the hardware files that describe its designs.</summary>
internal static class Published
{
    private static readonly Dictionary<string, string> s_paperNames = new() { ["RM-small"] = "rm-small", ["RM-med"] = "rm-med", ["RM-large"] = "rm-large" };

    public static RpAccel Accelerator(string slices) => HardwareFile.LoadRpAccel(HardwarePath(slices));

    public static string HardwarePath(string slices) => Repository.PathOf("configs", "hardware", $"rpaccel-{slices}.json");

    /// <summary>A model of the paper by its name there ("RM-large") or here ("rm-large").</summary>
    public static ModelShape Model(string name) =>
        ModelShape.Of(DlrmConfig.Load(Repository.PathOf("configs", "models", s_paperNames.GetValueOrDefault(name, name) + ".json")));

    /// <summary>All models of the artefact by its own names: DLRMs on Criteo, two-tower models on MovieLens.</summary>
    public static IReadOnlyDictionary<string, ModelShape> Models()
    {
        using JsonDocument configs = JsonDocument.Parse(File.ReadAllText(Repository.Reference("original_configs.json")));
        return configs.RootElement.GetProperty("model_configs").EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => Shape(entry.Name, entry.Value));
    }

    /// <summary>Rows of a reference table, cells by column name.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(params string[] file)
    {
        string[] lines = File.ReadAllLines(Repository.Reference(file));
        string[] header = lines[0].Split(',');
        return lines.Skip(1).Select(line => header.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second));
    }

    public static double Number(this Dictionary<string, string> row, string column) => double.Parse(row[column], CultureInfo.InvariantCulture);

    public static int Whole(this Dictionary<string, string> row, string column) => int.Parse(row[column], CultureInfo.InvariantCulture);

    private static ModelShape Shape(string name, JsonElement config)
    {
        int[] bottom = Widths(config, "arch_mlp_bot");
        int[] top = Widths(config, "arch_mlp_top");
        int dim = config.GetProperty("arch_sparse_feature_size").GetInt32();
        if (config.GetProperty("dataset").GetString() == "kaggle")
            return ModelShape.Of(new DlrmConfig { Name = name, Family = DlrmConfig.FamilyName, EmbeddingDim = dim, BottomMlp = bottom, TopMlp = top });
        return new ModelShape
        {
            Name = name,
            DenseFeatures = 0,
            Lookups = [new(dim, 2), new(config.GetProperty("arch_sparse_mf_feature_size").GetInt32(), 2)],
            BottomMlp = bottom,
            TopMlp = top,
            ConcatenatedTopMlp = top,
            InteractionMacs = 0,
        };
    }

    private static int[] Widths(JsonElement config, string name) =>
        [.. config.GetProperty(name).GetString()!.Split('-').Select(width => int.Parse(width, CultureInfo.InvariantCulture))];
}
