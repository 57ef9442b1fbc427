using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Families;

/// <summary>Everything that can be wrong in a NeuMF configuration.</summary>
public static class NeumfConfigCheck
{
    /// <param name="file">The file, as its user named it.</param>
    /// <param name="config">What it holds.</param>
    public static IReadOnlyList<ConfigProblem> Check(string file, NeumfConfig config)
    {
        ConfigFindings findings = new(file);
        findings.CheckName(config, NeumfConfig.FamilyName);
        findings.CheckWidth("gmfDim", config.GmfDim, least: 0);
        if (config.HasMlp)
        {
            findings.CheckWidths("mlp", config.Mlp, 2, "from both embeddings side by side to the last hidden layer, for example [64, 32, 16, 8]");
            if (config.Mlp[0] % 2 != 0)
                findings.Add("mlp[0]", $"{config.Mlp[0]} is odd.", "It is twice the width of an embedding: the user's and the item's vector side by side.");
        }
        if (!config.HasGmf && !config.HasMlp)
            findings.Add("", "It has neither tower.", "Give gmfDim, or mlp, or both.");
        return findings.Problems;
    }
}
