using System.Text.Json.Serialization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Families;

/// <summary>A DLRM as its user writes it (configs/models/*.json). Naumov et al. 2019, arXiv:1906.00091.</summary>
public sealed record DlrmConfig : IModelConfig
{
    public const string FamilyName = "dlrm";

    public required string Name { get; init; }

    /// <summary>Always "dlrm".</summary>
    public required string Family { get; init; }

    /// <summary>Embedding width; equals the last width of <see cref="BottomMlp"/>.</summary>
    public required int EmbeddingDim { get; init; }

    /// <summary>Widths from the dense features to the embedding width, for example [13, 64, 4].</summary>
    public required IReadOnlyList<int> BottomMlp { get; init; }

    /// <summary>Widths after the interaction, for example [64, 1]; the first layer's input width follows from the interaction.</summary>
    public required IReadOnlyList<int> TopMlp { get; init; }

    public Interaction Interaction { get; init; } = Interaction.Dot;

    /// <summary>Dense features a row.</summary>
    [JsonIgnore]
    public int DenseWidth => BottomMlp[0];

    /// <summary>Reads and checks a configuration.</summary>
    /// <exception cref="ConfigException">It cannot be read, or something in it is wrong; lists everything.</exception>
    public static DlrmConfig Load(string path)
    {
        DlrmConfig config = ConfigFile.Load<DlrmConfig>(path);
        ConfigException.ThrowIfAny(DlrmConfigCheck.Check(path, config));
        return config;
    }

    /// <summary>Width of what the interaction hands to the top MLP.</summary>
    /// <param name="tables">Sparse features a row.</param>
    public int InteractionWidth(int tables) => Interaction switch
    {
        Interaction.Dot => EmbeddingDim + tables * (tables + 1) / 2,
        _ => EmbeddingDim * (tables + 1),
    };
}
