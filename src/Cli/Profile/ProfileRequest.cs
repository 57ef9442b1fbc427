using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Profile;

/// <summary>What `recpipe profile` measures.</summary>
internal sealed record ProfileRequest
{
    /// <summary>Pipeline files, at least one.</summary>
    public required IReadOnlyList<string> Pipelines { get; init; }

    public required string Models { get; init; }

    public required string Data { get; init; }

    /// <summary>Candidates of a query.</summary>
    public int Candidates { get; init; } = 4096;

    /// <summary>What the hardware is called.</summary>
    public string Name { get; init; } = "this-machine";

    /// <summary>Of each measurement.</summary>
    public TimeSpan During { get; init; } = TimeSpan.FromSeconds(1);

    public ulong Seed { get; init; } = 1;

    /// <exception cref="ConfigException">An option is out of its range; lists all.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        if (Candidates is < 1 or > 1 << 20)
            problems.Add(new("recpipe profile", "--candidates", $"{Candidates} candidates a query.", "1 to 1048576."));
        if (During <= TimeSpan.Zero || During > TimeSpan.FromMinutes(10))
            problems.Add(new("recpipe profile", "--seconds", $"{During.TotalSeconds} s.", "More than 0, at most 600."));
        if (string.IsNullOrWhiteSpace(Name))
            problems.Add(new("recpipe profile", "--name", "It is empty.", "Give the hardware a name."));
        ConfigException.ThrowIfAny(problems);
    }
}
