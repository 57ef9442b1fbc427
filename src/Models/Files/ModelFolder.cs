using RecPipe.Models.Cards;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Files;

/// <summary>A folder of models, each with its card.</summary>
public static class ModelFolder
{
    /// <summary>Every model of the folder, by name.</summary>
    /// <exception cref="ConfigException">There is no model, or some card is wrong; lists everything.</exception>
    public static IReadOnlyList<ModelFile> Load(string directory)
    {
        if (!Directory.Exists(directory))
            throw new ConfigException(directory, "", "There is no such folder.", "Name a folder with models; `recpipe train` and `recpipe models synth` make them.");
        List<ModelFile> models = [];
        List<ConfigProblem> problems = [];
        foreach (string path in Directory.EnumerateFiles(directory, "*" + ModelCard.Suffix).Order(StringComparer.Ordinal))
        {
            try
            {
                models.Add(ModelFile.Load(path));
            }
            catch (ConfigException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        foreach (IGrouping<string, ModelFile> twins in models.GroupBy(model => model.Card.Name).Where(group => group.Count() > 1))
            problems.AddRange(twins.Skip(1).Select(twin => new ConfigProblem(twin.CardPath, "name", $"\"{twins.Key}\" is also the name in {twins.First().CardPath}.", "Names are unique in a folder.")));
        if (models.Count == 0 && problems.Count == 0)
            problems.Add(new(directory, "", $"There is no model (*{ModelCard.Suffix}) in it.", "`recpipe train` and `recpipe models synth` make models."));
        ConfigException.ThrowIfAny(problems);
        return [.. models.OrderBy(model => model.Card.Name, StringComparer.Ordinal)];
    }
}
