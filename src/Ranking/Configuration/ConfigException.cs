namespace RecPipe.Ranking.Configuration;

/// <summary>Configuration that cannot be used; lists everything that is wrong with it.</summary>
public sealed class ConfigException(IReadOnlyList<ConfigProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public ConfigException(string file, string field, string problem, string remedy)
        : this([new ConfigProblem(file, field, problem, remedy)])
    {
    }

    public IReadOnlyList<ConfigProblem> Problems { get; } = problems;

    public static void ThrowIfAny(IReadOnlyList<ConfigProblem> problems)
    {
        if (problems.Count > 0)
            throw new ConfigException(problems);
    }
}
