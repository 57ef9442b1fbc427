using RecPipe.Ranking.Configuration;

namespace RecPipe.Gateway.Pipelines;

/// <summary>Collects what is wrong with one file.</summary>
internal sealed class Findings(string file)
{
    private readonly List<ConfigProblem> _problems = [];

    public IReadOnlyList<ConfigProblem> Problems => _problems;

    public void Add(string field, string problem, string remedy) => _problems.Add(new(file, field, problem, remedy));

    public void Require(bool holds, string field, string problem, string remedy)
    {
        if (!holds)
            Add(field, problem, remedy);
    }
}
