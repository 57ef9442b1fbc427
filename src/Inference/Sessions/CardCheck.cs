using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RecPipe.Models.Cards;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Inference.Sessions;

/// <summary>Is a graph what its model card says?</summary>
internal static class CardCheck
{
    private const string Remedy = "The card and the .onnx do not belong together; export the model again.";

    public static IEnumerable<ConfigProblem> Problems(ModelFile file, InferenceSession session) =>
        Inputs(file.Card, session).Concat(Output(file.Card, session)).Concat(Twins(file.Card))
            .Select(found => new ConfigProblem(file.CardPath, found.Field, found.Problem, Remedy));

    private static IEnumerable<(string Field, string Problem)> Inputs(ModelCard card, InferenceSession session)
    {
        for (int i = 0; i < card.Inputs.Count; i++)
        {
            InputBinding input = card.Inputs[i];
            string field = $"inputs[{i}]";
            if (!session.InputMetadata.TryGetValue(input.Name, out NodeMetadata? actual))
                yield return ($"{field}.name", $"The graph has no input \"{input.Name}\"; it has {Quoted(session.InputNames)}.");
            else if (Describe(actual) != $"{input.Type} [batch, {input.Width}]")
                yield return (field, $"The card says {input.Type} [batch, {input.Width}]; \"{input.Name}\" is {Describe(actual)}.");
        }
        foreach (string name in session.InputNames.Except(card.Inputs.Select(input => input.Name)))
            yield return ("inputs", $"Nothing feeds the graph's input \"{name}\".");
    }

    private static IEnumerable<(string Field, string Problem)> Output(ModelCard card, InferenceSession session)
    {
        if (!session.OutputMetadata.TryGetValue(card.Output.Name, out NodeMetadata? actual))
            yield return ("output.name", $"The graph has no output \"{card.Output.Name}\"; it has {Quoted(session.OutputNames)}.");
        else if (Describe(actual) is not ("float32 [batch]" or "float32 [batch, 1]"))
            yield return ("output", $"\"{card.Output.Name}\" is {Describe(actual)}; scores are float32 [batch] or [batch, 1].");
    }

    private static IEnumerable<(string Field, string Problem)> Twins(ModelCard card) =>
        card.Inputs.GroupBy(input => input.Feature).Where(group => group.Count() > 1)
            .Select(twins => ("inputs", $"{twins.Key} feeds {Quoted(twins.Select(input => input.Name))}; it feeds one input."));

    private static string Describe(NodeMetadata node)
    {
        if (!node.IsTensor)
            return node.OnnxValueType.ToString();
        string type = node.ElementDataType switch
        {
            TensorElementType.Float => "float32",
            TensorElementType.Int32 => "int32",
            var other => other.ToString(),
        };
        return $"{type} [{string.Join(", ", node.Dimensions.Select((extent, axis) => axis == 0 && extent < 0 ? "batch" : $"{extent}"))}]";
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));
}
