using RecPipe.Ranking.Configuration;

namespace RecPipe.Inference;

/// <summary>Size and limits of an engine pool.</summary>
public sealed record EnginePoolOptions
{
    /// <summary>What replies name as the worker.</summary>
    public string Name { get; init; } = "embedded";

    /// <summary>Queries (or sub-batches) that run at the same time, each on its own thread: 1 to 1024. Default: one per core.</summary>
    public int Engines { get; init; } = Environment.ProcessorCount;

    /// <summary>Queries that may wait for an engine, beyond those that run: 1 to 65,536. The next one is refused.</summary>
    public int QueueCapacity { get; init; } = 64;

    /// <summary>Longest candidate list: 1 to 1,048,576.</summary>
    public int MaxCandidates { get; init; } = 8192;

    /// <summary>
    /// Candidates an engine scores in one run of the model, 1 to 1,048,576; a longer part is scored run by run. Small enough
    /// that a run's intermediate tensors stay in the core's own cache, large enough that the cost of a run does not show:
    /// bench/E2E prints the time per candidate by this size.
    /// </summary>
    public int BatchRows { get; init; } = 512;

    /// <summary>
    /// A query is split over idle engines into parts of at least this many candidates; 0 never splits. With no idle engine
    /// there is no split, and the ranking is the same either way. On two idle cores a query in two parts takes 0.52 to 0.61
    /// of the time with parts of 128 and more; with parts of 32 it can save nothing.
    /// </summary>
    public int SubBatchRows { get; init; } = 128;

    /// <summary>How long a stopping pool goes on with the queries it has accepted: 0 or more.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Everything that is out of range.</summary>
    /// <param name="file">Where the options were configured.</param>
    /// <param name="section">Prefix of the field names, for example "Worker:".</param>
    public IReadOnlyList<ConfigProblem> Problems(string file = "engine pool", string section = "")
    {
        List<ConfigProblem> problems = [];
        Require(Name.Length > 0, nameof(Name), Name, "a name");
        Require(Engines is >= 1 and <= 1024, nameof(Engines), Engines, "1 to 1024");
        Require(QueueCapacity is >= 1 and <= 65_536, nameof(QueueCapacity), QueueCapacity, "1 to 65536");
        Require(MaxCandidates is >= 1 and <= 1_048_576, nameof(MaxCandidates), MaxCandidates, "1 to 1048576");
        Require(BatchRows is >= 1 and <= 1_048_576, nameof(BatchRows), BatchRows, "1 to 1048576");
        Require(SubBatchRows >= 0, nameof(SubBatchRows), SubBatchRows, "0 (off) or the fewest candidates of a part");
        Require(DrainLimit >= TimeSpan.Zero, nameof(DrainLimit), DrainLimit, "0 or more");
        return problems;

        void Require(bool holds, string field, object value, string expected)
        {
            if (!holds)
                problems.Add(new(file, section + field, $"It is \"{value}\".", $"Give {expected}."));
        }
    }
}
