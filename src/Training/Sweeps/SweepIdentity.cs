namespace RecPipe.Training.Sweeps;

/// <summary>sweep.json: what a folder's outcomes are of. Others are not mixed with them.</summary>
public sealed record SweepIdentity
{
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    public required SweepExperiment Experiment { get; init; }

    /// <summary>Source of the data, for people.</summary>
    public required string Data { get; init; }

    /// <summary>Rows to learn from.</summary>
    public required int TrainRows { get; init; }

    /// <summary>Checksums of the data's columns.</summary>
    public required IReadOnlyDictionary<string, string> Checksums { get; init; }
}
