using System.Text.Json;

namespace RecPipe.Models.Cards;

/// <summary>The JSON file beside each .onnx ("rm-small.onnx" has "rm-small.card.json"): what it is and how to feed it.</summary>
public sealed record ModelCard
{
    public const string Suffix = ".card.json";

    /// <summary>What pipelines and requests call the model.</summary>
    public required string Name { get; init; }

    /// <summary>"dlrm".</summary>
    public required string Family { get; init; }

    /// <summary>The family's configuration the graph was built from, as in configs/models.</summary>
    public required JsonElement Configuration { get; init; }

    /// <summary>The .onnx file, beside the card.</summary>
    public required string File { get; init; }

    /// <summary>File name to SHA-256 (lower-case hex) of the .onnx and its external data.</summary>
    public required IReadOnlyDictionary<string, string> Sha256 { get; init; }

    public required int Opset { get; init; }

    /// <summary>Inputs of the graph, each bound to what feeds it.</summary>
    public required IReadOnlyList<InputBinding> Inputs { get; init; }

    public required OutputBinding Output { get; init; }

    /// <summary>Rows of each embedding table, in the order of the sparse features; ids outside are refused.</summary>
    public required IReadOnlyList<int> Tables { get; init; }

    /// <summary>What it learned from and how well; null for random weights.</summary>
    public TrainingRecord? Training { get; init; }
}

/// <param name="Name">Input of the graph.</param>
/// <param name="Feature">What feeds it.</param>
/// <param name="Type">"float32" or "int32".</param>
/// <param name="Width">Columns: the input is [batch, width].</param>
public sealed record InputBinding(string Name, FeatureKind Feature, string Type, int Width);

/// <summary>What feeds a model input.</summary>
public enum FeatureKind
{
    /// <summary>The candidate's dense features.</summary>
    CandidateDense,

    /// <summary>The candidate's sparse features.</summary>
    CandidateSparse,
}

/// <param name="Name">Output of the graph, [batch] or [batch, 1].</param>
/// <param name="Kind">What the number means.</param>
public sealed record OutputBinding(string Name, ScoreKind Kind);

public enum ScoreKind
{
    Probability,
    Logit,
}

/// <summary>Provenance of trained weights.</summary>
public sealed record TrainingRecord
{
    /// <summary>The training store's source.</summary>
    public required string Data { get; init; }

    public required int TrainRows { get; init; }

    public required int TestRows { get; init; }

    public required double Epochs { get; init; }

    public required int Seed { get; init; }

    /// <summary>Area under the ROC curve on the held-out rows.</summary>
    public required double TestAuc { get; init; }

    /// <summary>Mean binary cross entropy on the held-out rows, nats.</summary>
    public required double TestLogLoss { get; init; }
}
