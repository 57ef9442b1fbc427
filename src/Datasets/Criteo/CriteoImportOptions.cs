using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Criteo;

/// <summary>What `recpipe data import criteo` is asked for.</summary>
public sealed record CriteoImportOptions
{
    /// <summary>Share of the rows, the last and therefore newest ones, held out from training. In [0, 1).</summary>
    public double TestShare { get; init; } = 0.1;

    /// <summary>Hash values to <see cref="MaxTableRows"/> rows a table instead of numbering them as they are first seen.</summary>
    public bool Hashing { get; init; }

    /// <summary>
    /// Most rows of a table, at least 2. A vocabulary that is full sends new values to its last row, the overflow row.
    /// Null: every value has its row (not with <see cref="Hashing"/>).
    /// </summary>
    public int? MaxTableRows { get; init; }

    /// <summary>Lines that may be wrong: they are counted and left out.</summary>
    public long MaxBadLines { get; init; }

    /// <summary>Chunks parsed at the same time; the store does not depend on it.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <exception cref="ConfigException">An option is out of range.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        if (TestShare is not (>= 0 and < 1))
            problems.Add(Problem("--test-share", $"A share of {TestShare}.", "Give a number in [0, 1)."));
        if (MaxTableRows < 2)
            problems.Add(Problem("--max-table-rows", $"A cap of {MaxTableRows} rows.", "Allow at least 2, or leave it out for a row a value."));
        if (Hashing && MaxTableRows is null)
            problems.Add(Problem("--hashing", "The number of rows to hash to is not given.", "Give --max-table-rows."));
        if (MaxBadLines < 0)
            problems.Add(Problem("--max-bad-lines", $"{MaxBadLines} lines.", "Give 0 or more."));
        if (Parallelism < 1)
            problems.Add(Problem("parallelism", $"{Parallelism} chunks at a time.", "Allow at least 1."));
        ConfigException.ThrowIfAny(problems);
    }

    internal ITableNumbering CreateNumbering() => Hashing ? new HashedNumbering(MaxTableRows!.Value) : new Vocabulary(MaxTableRows);

    private static ConfigProblem Problem(string option, string problem, string remedy) => new("data import criteo", option, problem, remedy);
}
