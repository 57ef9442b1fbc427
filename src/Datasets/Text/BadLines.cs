using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Text;

/// <summary>Counts the lines that are not rows against how many may be.</summary>
internal sealed class BadLines(string file, long allowed)
{
    private readonly List<ConfigProblem> _first = [];

    /// <summary>Bad lines that are described; the others are only counted.</summary>
    public const int Described = 5;

    public long Count { get; private set; }

    /// <summary>The first of them, described.</summary>
    public IReadOnlyList<ConfigProblem> First => _first;

    /// <param name="count">How many there were.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="linesBefore">Lines of the file before theirs.</param>
    public void Add(int count, IEnumerable<BadLine> first, long linesBefore)
    {
        Count += count;
        _first.AddRange(first.Take(Described - _first.Count).Select(bad => bad.At(file, linesBefore)));
    }

    /// <exception cref="ConfigException">More than allowed; lists the first of them.</exception>
    public void ThrowIfTooMany()
    {
        if (Count <= allowed)
            return;
        List<ConfigProblem> problems = [.. _first];
        if (Count > _first.Count || allowed > 0)
            problems.Add(new(file, "", $"At least {Count} lines are not rows.", $"Up to {allowed} are tolerated; --max-bad-lines sets how many."));
        throw new ConfigException(problems);
    }
}
