using RecPipe.Planning.Designs;
using RecPipe.Planning.Objectives;
using RecPipe.Planning.Search;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Cli.Plans;

/// <summary>What `recpipe plan` is asked for.</summary>
internal sealed record PlanRequest
{
    private const double LeastLoad = 0.001, MostLoad = 1e6;

    /// <summary>Files, or names of shipped ones; their spaces are planned together.</summary>
    public required IReadOnlyList<string> Experiments { get; init; }

    /// <summary>Other hardware for backends, "cpu=my-machine.json".</summary>
    public IReadOnlyList<string> Hardware { get; init; } = [];

    public IReadOnlyList<Threshold> Latencies { get; init; } = [];

    public IReadOnlyList<QualityBound> Qualities { get; init; } = [];

    /// <summary>Queries/s; empty for the rates of the experiments.</summary>
    public IReadOnlyList<double> Loads { get; init; } = [];

    public Preference? Prefer { get; init; }

    public DesignMode Mode { get; init; } = DesignMode.Corrected;

    /// <summary>Folder of the models; with <see cref="Data"/>.</summary>
    public string? Models { get; init; }

    public string? Data { get; init; }

    /// <summary>Queries that quality is measured with; null for `recpipe evaluate`'s.</summary>
    public int? Queries { get; init; }

    /// <summary>Instead of models and data.</summary>
    public string? QualityFile { get; init; }

    public PlanOptions Options { get; init; } = new();

    public string? Out { get; init; }

    public string? PipelineOut { get; init; }

    public string? Report { get; init; }

    /// <summary>What is written, by the option that names it.</summary>
    public IEnumerable<(string Option, string File)> Outputs =>
        from output in ((string Option, string? File)[])[("--out", Out), ("--pipeline-out", PipelineOut), ("--report", Report)]
        where output.File is not null
        select (output.Option, output.File);

    /// <exception cref="ConfigException">Options do not go together, or are out of range; lists all.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        foreach (double load in Loads.Where(load => load is not (>= LeastLoad and <= MostLoad)))
            Add("--load", FormattableString.Invariant($"{load} queries/s cannot be offered."), FormattableString.Invariant($"Give {LeastLoad} to {MostLoad:0}."));
        if (QualityFile is null && (Models is null || Data is null))
            Add("--qualities", "Nothing says how well the designs rank.", "Give --models and --data to measure it, or --qualities with a file of known values.");
        if (QualityFile is not null && (Models is not null || Data is not null))
            Add("--qualities", "Quality comes from the file or from --models and --data, not both.", "Leave one of them out.");
        if ((Out ?? PipelineOut) is not null && Loads.Count != 1)
            Add(Out is null ? "--pipeline-out" : "--out", "A plan is for one load.", "Give one --load.");
        string[] inputs = [.. Experiments.Append(QualityFile).OfType<string>().Concat(Hardware.Select(choice => choice[(choice.IndexOf('=') + 1)..])).Where(path => path.Length > 0).Select(Path.GetFullPath)];
        foreach (IGrouping<string, string> outputs in Outputs.Where(output => output.File.Length > 0).GroupBy(output => Path.GetFullPath(output.File), output => output.Option))
        {
            if (outputs.Count() > 1)
                Add(outputs.Last(), $"{string.Join(" and ", outputs)} are one file.", "Name one each.");
            if (inputs.Contains(outputs.Key))
                Add(outputs.First(), "It is one of the files that are planned from.", "Name another.");
        }
        if (Queries is < 1)
            Add("--queries", $"{Queries} queries.", "Ask at least 1.");
        if (!(Options.Simulation.Precision is > 0 and < 1))
            Add("--precision", FormattableString.Invariant($"{Options.Simulation.Precision}."), "Between 0 and 1; 0.02 is 2 %.");
        ConfigException.ThrowIfAny(problems);

        void Add(string option, string problem, string remedy) => problems.Add(new("plan", option, problem, remedy));
    }
}
