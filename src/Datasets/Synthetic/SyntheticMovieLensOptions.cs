using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Synthetic;

/// <summary>What `recpipe data synth --preset movielens` is asked for. The defaults are the size of MovieLens 1M.</summary>
public sealed record SyntheticMovieLensOptions
{
    /// <summary>Below this a user has too few items to hold one out and learn from the others.</summary>
    private const int FewestItems = 20;

    /// <summary>At least 1.</summary>
    public int Users { get; init; } = 6040;

    /// <summary>At least 20.</summary>
    public int Items { get; init; } = 3706;

    /// <summary>Seed of the users. The items are the same for all seeds.</summary>
    public ulong Seed { get; init; } = 1;

    /// <exception cref="ConfigException">An option is out of range.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        if (Users < 1)
            problems.Add(new("data synth", "--users", $"{Users} users.", "Ask for at least 1."));
        if (Items < FewestItems)
            problems.Add(new("data synth", "--items", $"{Items} items.", $"Ask for at least {FewestItems}."));
        ConfigException.ThrowIfAny(problems);
    }
}
