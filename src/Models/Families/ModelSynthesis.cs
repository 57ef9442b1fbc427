using RecPipe.Models.Cards;

namespace RecPipe.Models.Families;

/// <summary>
/// Models with random weights at any table size, to measure speed where training data of that size is missing. Scores
/// spread over the probabilities instead of sticking to 0 or 1.
/// </summary>
public static class ModelSynthesis
{
    /// <summary>Writes one model; memory does not grow with the tables.</summary>
    /// <param name="config">The model.</param>
    /// <param name="tableRows">Rows of each embedding table.</param>
    /// <param name="directory">Where the files go.</param>
    /// <param name="seed">Same seed, same files.</param>
    /// <param name="progress">Share of the tables written, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between blocks and leaves nothing behind.</param>
    public static ModelCard Write(
        DlrmConfig config,
        IReadOnlyList<int> tableRows,
        string directory,
        int seed,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        DlrmWeights weights = RandomWeights.Make(config, tableRows.Count, seed, UnitNormBound(config.EmbeddingDim));
        return DlrmGraph.Write(config, tableRows, weights, directory, progress: progress, cancellationToken: cancellationToken);
    }

    /// <summary>Writes a NeuMF for so many users and items.</summary>
    /// <inheritdoc cref="Write(DlrmConfig, IReadOnlyList{int}, string, int, IProgress{double}?, CancellationToken)"/>
    public static ModelCard Write(
        NeumfConfig config,
        int users,
        int items,
        string directory,
        int seed,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        NeumfWeights weights = RandomWeights.Make(config, seed, UnitNormBound(1));
        return NeumfGraph.Write(config, users, items, weights, directory, progress: progress, cancellationToken: cancellationToken);
    }

    /// <summary>Bound of a uniform distribution whose vectors of this width have norm 1 on average.</summary>
    private static float UnitNormBound(int width) => MathF.Sqrt(3f / width);
}
