using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Experiments;

/// <summary>What is wrong with an experiment, collected.</summary>
/// <param name="file">The experiment, as messages call it.</param>
internal sealed class ExperimentFindings(string file)
{
    private readonly List<ConfigProblem> _problems = [];

    public void Add(string field, string problem, string remedy) => _problems.Add(new(file, field, problem, remedy));

    /// <summary>What is wrong with a file that the experiment names: said where it is named.</summary>
    /// <param name="field">Where.</param>
    /// <param name="missing">What to say when there is no such file.</param>
    /// <param name="exception">What reading it gave.</param>
    public void AddAll(string field, string missing, ConfigException exception)
    {
        foreach (ConfigProblem problem in exception.Problems)
        {
            if (problem.Field.Length == 0)
                Add(field, $"{missing}: {problem.Problem}", problem.Remedy);
            else
                Add(field, $"{problem.File}, {problem.Field}: {problem.Problem}", problem.Remedy);
        }
    }

    /// <summary>Says what is in a list more than once.</summary>
    public void AddRepeated<T>(string field, IReadOnlyList<T> values, Func<T, string> text)
    {
        HashSet<string> seen = [];
        for (int i = 0; i < values.Count; i++)
        {
            if (!seen.Add(text(values[i])))
                Add($"{field}[{i}]", $"{text(values[i])} is there twice.", "Give each once.");
        }
    }

    public void ThrowIfAny() => ConfigException.ThrowIfAny(_problems);
}
