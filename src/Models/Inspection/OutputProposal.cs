using RecPipe.Models.Cards;

namespace RecPipe.Models.Inspection;

/// <summary>Guesses which output is the score and what it means.</summary>
internal static class OutputProposal
{
    public static OutputBinding Of(IReadOnlyList<TensorDescription> outputs, GraphValues values, List<string> unsure)
    {
        TensorDescription score = outputs.FirstOrDefault(IsScore) ?? outputs[0];
        if (!IsScore(score))
            unsure.Add($"output: {score} is no score a candidate; export the model with float32 [batch] or [batch, 1].");
        else if (outputs.Count(IsScore) > 1)
            unsure.Add($"output.name: the first of {string.Join(", ", outputs.Where(IsScore).Select(output => output.Name))}.");
        string end = LastOperator(score.Name, values);
        if (end is "Sigmoid" or "HardSigmoid")
            return new(score.Name, ScoreKind.Probability);
        unsure.Add($"output.kind: the score comes from {end}, not from Sigmoid; taken for a logit.");
        return new(score.Name, ScoreKind.Logit);
    }

    private static bool IsScore(TensorDescription output) => output.Type == "float32"
        && (output.Rank == 1 || (output.Rank == 2 && output.Extent(1) is null or 1));

    /// <summary>The operator that the score's value comes from, those that only move it about left out.</summary>
    private static string LastOperator(string value, GraphValues values)
    {
        for (int step = 0; step < 32 && values.MakerOf(value) is { Input.Count: > 0 } maker; step++)
        {
            if (maker.OpType is not ("Identity" or "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" or "Cast" or "Clip" or "Transpose"))
                return maker.OpType;
            value = maker.Input[0];
        }
        return "an input";
    }
}
