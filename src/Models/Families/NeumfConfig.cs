using System.Text.Json.Serialization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Families;

/// <summary>
/// A NeuMF as its user writes it (configs/models/*.json): the elementwise product of a user's and an item's vector (GMF)
/// and an MLP over two other vectors of them, joined by one layer. He et al. 2017, arXiv:1708.05031.
/// </summary>
public sealed record NeumfConfig : IModelConfig
{
    public const string FamilyName = "neumf";

    public required string Name { get; init; }

    /// <summary>Always "neumf".</summary>
    public required string Family { get; init; }

    /// <summary>Width of the GMF tower's vectors; 0 leaves the tower out.</summary>
    public int GmfDim { get; init; }

    /// <summary>
    /// Widths of the MLP tower, input first, for example [64, 32, 16, 8]: the first is the user's and the item's vector side
    /// by side, so each is half as wide. Empty leaves the tower out.
    /// </summary>
    public IReadOnlyList<int> Mlp { get; init; } = [];

    /// <summary>What a reader of the model card ought to know about the network; may be absent.</summary>
    public string? Notes { get; init; }

    [JsonIgnore]
    public bool HasGmf => GmfDim > 0;

    [JsonIgnore]
    public bool HasMlp => Mlp.Count > 0;

    /// <summary>Width of the MLP tower's embeddings; 0 without the tower.</summary>
    [JsonIgnore]
    public int MlpDim => HasMlp ? Mlp[0] / 2 : 0;

    /// <summary>Width of what the towers hand to the last layer: the GMF product, then the MLP's output.</summary>
    [JsonIgnore]
    public int HeadWidth => GmfDim + (HasMlp ? Mlp[^1] : 0);

    /// <summary>Reads and checks a configuration.</summary>
    /// <exception cref="ConfigException">It cannot be read, or something in it is wrong; lists everything.</exception>
    public static NeumfConfig Load(string path)
    {
        NeumfConfig config = ConfigFile.Load<NeumfConfig>(path);
        ConfigException.ThrowIfAny(NeumfConfigCheck.Check(path, config));
        return config;
    }
}
