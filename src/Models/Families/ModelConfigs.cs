using System.Text.Json;
using System.Text.Json.Serialization;
using RecPipe.Models.Files;
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

    /// <summary>Whether a family is one of those here.</summary>
    public static bool Knows(string family) => family is DlrmConfig.FamilyName or NeumfConfig.FamilyName;

    /// <summary>The configuration in a model's card.</summary>
    /// <exception cref="ConfigException">Its family is not known, or the configuration is not one of it.</exception>
    public static IModelConfig Of(ModelFile model)
    {
        try
        {
            IModelConfig? config = model.Card.Family switch
            {
                DlrmConfig.FamilyName => model.Card.Configuration.Deserialize<DlrmConfig>(ConfigFile.Json),
                NeumfConfig.FamilyName => model.Card.Configuration.Deserialize<NeumfConfig>(ConfigFile.Json),
                string other => throw new ConfigException(model.CardPath, "family", $"\"{other}\" is no model family here.", Known),
            };
            return config ?? throw new ConfigException(model.CardPath, "configuration", "It is null.", "Export the model again.");
        }
        catch (JsonException e)
        {
            throw new ConfigException(model.CardPath, "configuration", e.Message, "Export the model again.");
        }
    }

    private static string Known => $"The family is \"{DlrmConfig.FamilyName}\" or \"{NeumfConfig.FamilyName}\".";

    private sealed record Named
    {
        public string? Family { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Others { get; init; }
    }
}
