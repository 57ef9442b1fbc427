using RecPipe.Models.Cards;
using RecPipe.Models.Families;

namespace RecPipe.Training;

/// <summary>What training a NeuMF ended with.</summary>
/// <param name="Config">The model.</param>
/// <param name="Users">Rows of the users' tables.</param>
/// <param name="Items">Rows of the items' tables.</param>
/// <param name="Weights">What it learned.</param>
/// <param name="Record">From what, and how well.</param>
/// <param name="RowsPerSecond">Training speed: interactions and negatives.</param>
public sealed record TrainedNeumf(NeumfConfig Config, int Users, int Items, NeumfWeights Weights, TrainingRecord Record, double RowsPerSecond)
{
    /// <summary>Writes the model's files; see <see cref="NeumfGraph.Write"/>.</summary>
    public ModelCard Export(string directory, CancellationToken cancellationToken = default) =>
        NeumfGraph.Write(Config, Users, Items, Weights, directory, Record, cancellationToken: cancellationToken);
}
