using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Families;

/// <summary>Everything that can be wrong in a DLRM configuration.</summary>
public static class DlrmConfigCheck
{
    /// <param name="file">The file, as its user named it.</param>
    /// <param name="config">What it holds.</param>
    public static IReadOnlyList<ConfigProblem> Check(string file, DlrmConfig config)
    {
        ConfigFindings findings = new(file);
        findings.CheckName(config, DlrmConfig.FamilyName);
        findings.CheckWidth("embeddingDim", config.EmbeddingDim);
        findings.CheckWidths("bottomMlp", config.BottomMlp, 2, "from the dense features to the embedding width, for example [13, 64, 4]");
        findings.CheckWidths("topMlp", config.TopMlp, 1, "after the interaction, for example [64, 1]");
        if (config.BottomMlp.Count > 0 && config.BottomMlp[^1] != config.EmbeddingDim)
            findings.Add($"bottomMlp[{config.BottomMlp.Count - 1}]", $"The bottom MLP ends at {config.BottomMlp[^1]}, the embedding width is {config.EmbeddingDim}.", "Make the two equal: the interaction takes them as vectors of one space.");
        if (config.TopMlp.Count > 0 && config.TopMlp[^1] != 1)
            findings.Add($"topMlp[{config.TopMlp.Count - 1}]", $"The top MLP ends at {config.TopMlp[^1]}.", "It ends at 1, the score.");
        return findings.Problems;
    }
}
