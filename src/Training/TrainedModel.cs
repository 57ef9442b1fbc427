using RecPipe.Models.Cards;
using RecPipe.Models.Families;

namespace RecPipe.Training;

/// <summary>What training ended with.</summary>
/// <param name="Config">The model.</param>
/// <param name="TableRows">Rows of each embedding table.</param>
/// <param name="Weights">What it learned.</param>
/// <param name="Record">From what, and how well.</param>
/// <param name="RowsPerSecond">Training speed.</param>
public sealed record TrainedModel(DlrmConfig Config, IReadOnlyList<int> TableRows, DlrmWeights Weights, TrainingRecord Record, double RowsPerSecond)
{
    /// <summary>Writes the model's files; see <see cref="DlrmGraph.Write"/>.</summary>
    public ModelCard Export(string directory, CancellationToken cancellationToken = default) =>
        DlrmGraph.Write(Config, TableRows, Weights, directory, Record, cancellationToken: cancellationToken);
}
