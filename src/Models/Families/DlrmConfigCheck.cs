using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Families;

/// <summary>Everything that can be wrong in a DLRM configuration.</summary>
public static class DlrmConfigCheck
{
    private const int LargestWidth = 1 << 16;

    /// <param name="file">The file, as its user named it.</param>
    /// <param name="config">What it holds.</param>
    public static IReadOnlyList<ConfigProblem> Check(string file, DlrmConfig config)
    {
        List<ConfigProblem> problems = [];
        if (config.Name.Length == 0 || config.Name[0] == '.' || !config.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            Add("name", $"\"{config.Name}\" cannot name a file.", "Use letters, digits, '-', '_' and '.', for example \"rm-small\".");
        if (config.Family != DlrmConfig.FamilyName)
            Add("family", $"\"{config.Family}\" is no model family here.", $"The family is \"{DlrmConfig.FamilyName}\".");
        if (config.EmbeddingDim is < 1 or > LargestWidth)
            Add("embeddingDim", $"{config.EmbeddingDim} is out of range.", $"It is between 1 and {LargestWidth}.");
        CheckWidths("bottomMlp", config.BottomMlp, 2, "from the dense features to the embedding width, for example [13, 64, 4]");
        CheckWidths("topMlp", config.TopMlp, 1, "after the interaction, for example [64, 1]");
        if (config.BottomMlp.Count > 0 && config.BottomMlp[^1] != config.EmbeddingDim)
            Add($"bottomMlp[{config.BottomMlp.Count - 1}]", $"The bottom MLP ends at {config.BottomMlp[^1]}, the embedding width is {config.EmbeddingDim}.", "Make the two equal: the interaction takes them as vectors of one space.");
        if (config.TopMlp.Count > 0 && config.TopMlp[^1] != 1)
            Add($"topMlp[{config.TopMlp.Count - 1}]", $"The top MLP ends at {config.TopMlp[^1]}.", "It ends at 1, the score.");
        return problems;

        void CheckWidths(string field, IReadOnlyList<int> widths, int least, string meaning)
        {
            if (widths.Count < least)
                Add(field, $"{widths.Count} widths.", $"Give {least} or more widths {meaning}.");
            for (int i = 0; i < widths.Count; i++)
            {
                if (widths[i] is < 1 or > LargestWidth)
                    Add($"{field}[{i}]", $"{widths[i]} is out of range.", $"A width is between 1 and {LargestWidth}.");
            }
        }

        void Add(string field, string problem, string remedy) => problems.Add(new(file, field, problem, remedy));
    }
}
