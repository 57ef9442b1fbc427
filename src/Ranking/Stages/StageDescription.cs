namespace RecPipe.Ranking.Stages;

/// <summary>What a stage worker serves and with what.</summary>
public sealed record StageDescription
{
    public required string Worker { get; init; }

    /// <summary>"cpu", "cuda" or "emulated".</summary>
    public required string Backend { get; init; }

    public required int Engines { get; init; }

    public required int QueueCapacity { get; init; }

    public required int MaxCandidates { get; init; }

    /// <summary>Rows of the feature store; 0 when the worker has none and needs inline features.</summary>
    public required long StoreRows { get; init; }

    public required IReadOnlyList<ModelDescription> Models { get; init; }
}

/// <summary>One served model.</summary>
public sealed record ModelDescription(string Name, string Family, string Sha256, int DenseWidth, int SparseWidth);
