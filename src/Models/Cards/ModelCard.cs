using System.Text.Json;

namespace RecPipe.Models.Cards;

/// <summary>The JSON file beside each .onnx ("rm-small.onnx" has "rm-small.card.json"): what it is and how to feed it.</summary>
public sealed record ModelCard
{
    public const string Suffix = ".card.json";

    /// <summary>What pipelines and requests call the model.</summary>
    public required string Name { get; init; }

    /// <summary>"dlrm", "neumf", or any word for a model from elsewhere.</summary>
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

    /// <summary>
    /// Rows of each embedding table: those of the candidate's sparse features in their order, then those of the query's. Ids
    /// outside are refused.
    /// </summary>
    public required IReadOnlyList<int> Tables { get; init; }

    /// <summary>What it learned from and how well; null for random weights and those from elsewhere.</summary>
    public TrainingRecord? Training { get; init; }

    /// <summary>Name of the weight file from elsewhere it was built from; null when there was none.</summary>
    public string? BuiltFrom { get; init; }

    /// <summary>Columns of a feature that the inputs take together: up to the last one that any of them takes.</summary>
    public int WidthOf(FeatureKind feature) =>
        Inputs.Where(input => input.Feature == feature).Select(input => input.Column + input.Width).DefaultIfEmpty().Max();
}

/// <param name="Name">Input of the graph.</param>
/// <param name="Feature">What feeds it.</param>
/// <param name="Type">"float32", "int32" or "int64", as the graph has it.</param>
/// <param name="Width">How many columns of the feature it takes.</param>
/// <param name="Column">The first of them; several inputs may share a feature's columns out between them.</param>
/// <param name="Layout">How rows and columns lie in the input.</param>
/// <param name="Rows">For candidate ids and users: ids are below this. Null elsewhere.</param>
public sealed record InputBinding(string Name, FeatureKind Feature, string Type, int Width, int Column = 0, InputLayout Layout = InputLayout.Rows, int? Rows = null);

/// <summary>How a batch lies in an input.</summary>
public enum InputLayout
{
    /// <summary>[batch, width].</summary>
    Rows,

    /// <summary>[batch]; the width is 1.</summary>
    Vector,

    /// <summary>[width, batch].</summary>
    Columns,
}

/// <summary>What feeds a model input.</summary>
public enum FeatureKind
{
    /// <summary>The candidate's dense features.</summary>
    CandidateDense,

    /// <summary>The candidate's sparse features.</summary>
    CandidateSparse,

    /// <summary>The candidate's id itself.</summary>
    CandidateId,

    /// <summary>The query's user, the same for every candidate.</summary>
    User,

    /// <summary>The query's dense features, the same for every candidate.</summary>
    QueryDense,

    /// <summary>The query's sparse features, the same for every candidate.</summary>
    QuerySparse,

    /// <summary>0, 1, 2, … along the batch in every column: where each candidate's bag of one index starts.</summary>
    BagOffsets,
}

/// <param name="Name">Output of the graph, [batch] or [batch, 1].</param>
/// <param name="Kind">What the number means.</param>
public sealed record OutputBinding(string Name, ScoreKind Kind);

/// <summary>
/// What a score means. Serving ranks by the number and hands it out as the model gives it; whoever needs a probability (log
/// loss, calibration) takes the sigmoid of a logit first.
/// </summary>
public enum ScoreKind
{
    /// <summary>Between 0 and 1.</summary>
    Probability,

    /// <summary>Any number; its sigmoid is the probability.</summary>
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

    /// <summary>Share of held-out rows whose likelier label is theirs; null where a model ranks items for users, and on older cards.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Area under the ROC curve on the held-out rows; null where a model ranks items for users.</summary>
    public double? TestAuc { get; init; }

    /// <summary>Mean binary cross entropy on the held-out rows, nats; null where a model ranks items for users.</summary>
    public double? TestLogLoss { get; init; }

    /// <summary>Hit rate@10 of each user's held-out item among <see cref="TestNegatives"/> random others; null where rows have labels.</summary>
    public double? TestHitRateAt10 { get; init; }

    /// <summary>NDCG@10 of the same lists.</summary>
    public double? TestNdcgAt10 { get; init; }

    /// <summary>Items each held-out one is ranked against: 99 in He et al. 2017.</summary>
    public int? TestNegatives { get; init; }
}
