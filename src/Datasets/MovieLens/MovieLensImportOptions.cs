using RecPipe.Datasets.Interactions;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.MovieLens;

/// <summary>What `recpipe data import movielens` is asked for.</summary>
public sealed record MovieLensImportOptions
{
    internal const string Command = "data import movielens";

    /// <summary>Null: recognised from the first line.</summary>
    public RatingsFormat? Format { get; init; }

    /// <summary>Which item of a user is held out. Null: the latest where the file tells the time, otherwise a random one.</summary>
    public HeldOutSplit? Split { get; init; }

    /// <summary>Of the random choice.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A file of held-out ratings, at most one a user, to use instead of a split.</summary>
    public string? HeldOutFile { get; init; }

    /// <summary>Number users and items by the ids of the file, gaps and all, instead of in the order they are first seen.</summary>
    public bool KeepIds { get; init; }

    /// <summary>Lines that may be wrong: they are counted and left out.</summary>
    public long MaxBadLines { get; init; }

    /// <exception cref="ConfigException">An option is out of range.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        if (MaxBadLines < 0)
            problems.Add(new(Command, "--max-bad-lines", $"{MaxBadLines} lines.", "Give 0 or more."));
        if (HeldOutFile is not null && Split is not null)
            problems.Add(new(Command, "--held-out", "What is held out is given, and to be split off.", "Give --held-out or --split."));
        if (HeldOutFile is null && Split == HeldOutSplit.Given)
            problems.Add(new(Command, "--split", "The held-out ratings are not given.", "Give --held-out."));
        ConfigException.ThrowIfAny(problems);
    }
}
