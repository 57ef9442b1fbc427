using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Training.Sweeps;

/// <summary>A grid of DLRM configurations to be trained and compared (configs/experiments/models/*.json): Figure 2 of the paper.</summary>
public sealed record SweepExperiment
{
    public required string Name { get; init; }

    /// <summary>Always "dlrm".</summary>
    public required string Family { get; init; }

    public required IReadOnlyList<int> EmbeddingDims { get; init; }

    /// <summary>
    /// Hidden widths of the bottom MLPs, for example [256, 64]; the dense features stand before them and the embedding width
    /// after.
    /// </summary>
    public required IReadOnlyList<IReadOnlyList<int>> BottomMlps { get; init; }

    /// <summary>Hidden widths of the top MLPs, for example [64]; the interaction stands before them and 1, the score, after.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> TopMlps { get; init; }

    public IReadOnlyList<Interaction> Interactions { get; init; } = [Interaction.Dot];

    /// <summary>How each of them learns; seeds are in <see cref="Seeds"/>.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>Each configuration is trained once with each; what is compared is the mean.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1];

    /// <summary>Reads and checks an experiment.</summary>
    /// <exception cref="ConfigException">It cannot be read, or something in it is wrong; lists everything.</exception>
    public static SweepExperiment Load(string path)
    {
        SweepExperiment experiment = ConfigFile.Load<SweepExperiment>(path);
        ConfigException.ThrowIfAny(SweepExperimentCheck.Check(path, experiment));
        return experiment;
    }

    /// <summary>The grid.</summary>
    /// <param name="denseWidth">Dense features a row of the data.</param>
    public IReadOnlyList<DlrmConfig> Configurations(int denseWidth) =>
    [
        .. from dim in EmbeddingDims
           from bottom in BottomMlps
           from top in TopMlps
           from interaction in Interactions
           select new DlrmConfig
           {
               Name = $"d{dim}-b{string.Join('-', bottom)}-t{string.Join('-', top)}{(interaction == Interaction.Cat ? "-cat" : "")}",
               Family = DlrmConfig.FamilyName,
               EmbeddingDim = dim,
               BottomMlp = [denseWidth, .. bottom, dim],
               TopMlp = [.. top, 1],
               Interaction = interaction,
           },
    ];
}
