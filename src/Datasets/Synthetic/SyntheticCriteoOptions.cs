using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Synthetic;

/// <summary>What `recpipe data synth --preset criteo` is asked for.</summary>
public sealed record SyntheticCriteoOptions
{
    /// <summary>At least 1.</summary>
    public required int Rows { get; init; }

    /// <summary>Seed of the rows. The world they come from (the planted model, the rank laws) is the same for all seeds.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Most rows a table may have: ids above are folded in modulo the cap. Null keeps the sizes of Criteo Kaggle.</summary>
    public int? TableCap { get; init; }

    /// <summary>Share of the rows, the last ones, held out from training. In [0, 1).</summary>
    public double TestShare { get; init; } = 0.1;

    /// <summary>Blocks made at the same time; the rows do not depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <exception cref="ConfigException">An option is out of range.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        if (Rows < 1)
            problems.Add(Problem("--rows", $"{Rows} rows.", "Ask for at least 1."));
        if (TableCap < 2)
            problems.Add(Problem("--table-cap", $"A cap of {TableCap} rows.", "Allow at least 2, or leave it out for the sizes of Criteo Kaggle."));
        if (TestShare is not (>= 0 and < 1))
            problems.Add(Problem("--test-share", $"A share of {TestShare}.", "Give a number in [0, 1)."));
        if (Parallelism < 1)
            problems.Add(Problem("parallelism", $"{Parallelism} blocks at a time.", "Allow at least 1."));
        ConfigException.ThrowIfAny(problems);
    }

    private static ConfigProblem Problem(string option, string problem, string remedy) => new("data synth", option, problem, remedy);
}
