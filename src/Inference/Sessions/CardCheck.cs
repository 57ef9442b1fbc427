using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Inference.Sessions;

/// <summary>Is a graph what its model card says?</summary>
internal static class CardCheck
{
    private const string Remedy = "The card and the .onnx do not belong together; export the model again, or let `recpipe models inspect` propose a card.";
    private const string FixedBatchRemedy = "Export it with a batch that is not fixed (PyTorch: dynamic_axes), or with a batch of 1, which is run candidate by candidate.";

    /// <returns>1 where any input takes exactly one candidate; 0 where all take any number.</returns>
    public static int FixedBatch(ModelCard card, InferenceSession session) =>
        card.Inputs.Any(input => session.InputMetadata[input.Name].Dimensions[BatchAxis(input)] == 1) ? 1 : 0;

    public static IEnumerable<ConfigProblem> Problems(ModelFile file, InferenceSession session) =>
        Inputs(file.Card, session).Concat(Output(file.Card, session))
            .Select(found => new ConfigProblem(file.CardPath, found.Field, found.Problem, found.Remedy));

    private static IEnumerable<(string Field, string Problem, string Remedy)> Inputs(ModelCard card, InferenceSession session)
    {
        for (int i = 0; i < card.Inputs.Count; i++)
        {
            InputBinding input = card.Inputs[i];
            string field = $"inputs[{i}]";
            if (!session.InputMetadata.TryGetValue(input.Name, out NodeMetadata? actual))
                yield return ($"{field}.name", $"The graph has no input \"{input.Name}\"; it has {Quoted(session.InputNames)}.", Remedy);
            else if (!actual.IsTensor || TypeOf(actual) != input.Type || !Fits(input, actual.Dimensions))
                yield return (field, $"The card says {input.Type} {Shape(input)}; \"{input.Name}\" is {Describe(actual, BatchAxis(input))}.", Remedy);
            else if (actual.Dimensions[BatchAxis(input)] is not (1 or < 0) and int batch)
                yield return (field, $"\"{input.Name}\" is {Describe(actual, BatchAxis(input))}: it takes exactly {batch} candidates at a time.", FixedBatchRemedy);
        }
        foreach (string name in session.InputNames.Except(card.Inputs.Select(input => input.Name)))
            yield return ("inputs", $"Nothing feeds the graph's input \"{name}\".", Remedy);
    }

    private static IEnumerable<(string Field, string Problem, string Remedy)> Output(ModelCard card, InferenceSession session)
    {
        if (!session.OutputMetadata.TryGetValue(card.Output.Name, out NodeMetadata? actual))
            yield return ("output.name", $"The graph has no output \"{card.Output.Name}\"; it has {Quoted(session.OutputNames)}.", Remedy);
        else if (!actual.IsTensor || TypeOf(actual) != "float32" || actual.Dimensions is not ([_] or [_, 1 or < 0]))
            yield return ("output", $"\"{card.Output.Name}\" is {Describe(actual, 0)}; scores are float32 [batch] or [batch, 1].", "Export the model with one score a candidate.");
    }

    /// <summary>An extent that the graph leaves open fits anything; the first run shows whether it does.</summary>
    private static bool Fits(InputBinding input, int[] extents) => input.Layout == InputLayout.Vector
        ? extents.Length == 1
        : extents.Length == 2 && (extents[1 - BatchAxis(input)] < 0 || extents[1 - BatchAxis(input)] == input.Width);

    private static int BatchAxis(InputBinding input) => input.Layout == InputLayout.Columns ? 1 : 0;

    private static string Shape(InputBinding input) => input.Layout switch
    {
        InputLayout.Vector => "[batch]",
        InputLayout.Columns => $"[{input.Width}, batch]",
        _ => $"[batch, {input.Width}]",
    };

    private static string Describe(NodeMetadata node, int batchAxis) => node.IsTensor
        ? $"{TypeOf(node)} [{string.Join(", ", node.Dimensions.Select((extent, axis) => extent >= 0 ? $"{extent}" : axis == batchAxis ? "batch" : "?"))}]"
        : node.OnnxValueType.ToString();

    private static string TypeOf(NodeMetadata node) => node.ElementDataType switch
    {
        TensorElementType.Float => "float32",
        TensorElementType.Int32 => "int32",
        TensorElementType.Int64 => "int64",
        var other => other.ToString(),
    };

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
