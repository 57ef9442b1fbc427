using System.Text.Json;
using System.Text.Json.Serialization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Families;

/// <summary>Reads a configuration of any family here.</summary>
public static class ModelConfigs
{
    /// <summary>Reads and checks a configuration, by what its "family" says.</summary>
    /// <exception cref="ConfigException">It cannot be read, its family is not known, or something in it is wrong; lists everything.</exception>
    public static IModelConfig Load(string path) => ConfigFile.Load<Named>(path).Family switch
    {
        DlrmConfig.FamilyName => DlrmConfig.Load(path),
        NeumfConfig.FamilyName => NeumfConfig.Load(path),
        null => throw new ConfigException(path, "family", "There is none.", Known),
        string other => throw new ConfigException(path, "family", $"\"{other}\" is no model family here.", Known),
    };

    private static string Known => $"The family is \"{DlrmConfig.FamilyName}\" or \"{NeumfConfig.FamilyName}\".";

    private sealed record Named
    {
        public string? Family { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Others { get; init; }
    }
}
