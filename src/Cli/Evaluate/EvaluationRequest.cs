using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Statistics;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Evaluate;

/// <summary>What `recpipe evaluate` is asked for; null where the data decide.</summary>
internal sealed record EvaluationRequest
{
    public required IReadOnlyList<string> Pipelines { get; init; }

    public required string Models { get; init; }

    public required string Data { get; init; }

    public int? Queries { get; init; }

    public int? Candidates { get; init; }

    public Protocol? Protocol { get; init; }

    public ulong Seed { get; init; } = 1;

    public int? K { get; init; }

    /// <summary>Keeps to try in every stage but the last; empty for those of the files.</summary>
    public IReadOnlyList<int> Keeps { get; init; } = [];

    /// <summary>Samples of the bootstrap; 0 for no intervals.</summary>
    public int Resamples { get; init; }

    public double Confidence { get; init; } = 0.95;

    public EvaluationMode Mode { get; init; } = EvaluationMode.Corrected;

    /// <summary>Null for "scores" in the folder of the models.</summary>
    public string? Cache { get; init; }

    public string Backend { get; init; } = "cpu";

    public string CacheFolder => Cache ?? Path.Combine(Models, "scores");

    public Bootstrap? Bootstrap => Resamples == 0 ? null : new(Resamples, Seed, Confidence);

    /// <exception cref="ConfigException">An option is out of its range; lists all.</exception>
    public void ThrowIfInvalid()
    {
        List<ConfigProblem> problems = [];
        Require(Queries is null or >= 1, "--queries", $"{Queries} queries.", "Ask at least 1.");
        Require(Candidates is null or >= 1, "--candidates", $"{Candidates} candidates a query.", "Give at least 1.");
        Require(K is null or >= 1, "--k", $"{K}.", "Judge at least the first 1.");
        Require(Keeps.All(keep => keep >= 1), "--keeps", $"{string.Join(',', Keeps)}.", "Keep at least 1.");
        Require(Resamples is 0 or >= 100, "--bootstrap", $"{Resamples} samples.", "Draw at least 100; 2000 settle the third digit.");
        Require(Confidence is > 0 and < 1, "--confidence", FormattableString.Invariant($"{Confidence}."), "Between 0 and 1, for example 0.95.");
        ConfigException.ThrowIfAny(problems);

        void Require(bool holds, string option, string problem, string remedy)
        {
            if (!holds)
                problems.Add(new("evaluate", option, problem, remedy));
        }
    }
}
