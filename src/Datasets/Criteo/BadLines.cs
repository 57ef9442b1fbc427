using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Criteo;

/// <summary>Counts the lines that are not rows against how many may be.</summary>
internal sealed class BadLines(string file, long allowed)
{
    private readonly List<ConfigProblem> _first = [];

    public long Count { get; private set; }

    /// <summary>The first of them, described.</summary>
    public IReadOnlyList<ConfigProblem> First => _first;

    public void Add(CriteoChunk chunk, long linesBefore)
    {
        Count += chunk.BadLineCount;
        _first.AddRange(chunk.BadLines.Take(CriteoChunk.DescribedBadLines - _first.Count).Select(bad => bad.At(file, linesBefore)));
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
