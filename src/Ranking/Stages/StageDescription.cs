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

/// <summary>One served model and what a query must bring for it.</summary>
/// <param name="Name">As in its card.</param>
/// <param name="Family">"dlrm", "neumf", or what the card of a model from elsewhere says.</param>
/// <param name="Sha256">Of the .onnx file.</param>
/// <param name="DenseWidth">Dense features a candidate.</param>
/// <param name="SparseWidth">Sparse features a candidate.</param>
public sealed record ModelDescription(string Name, string Family, string Sha256, int DenseWidth, int SparseWidth)
{
    /// <summary>Candidate ids the model itself reads are below this; 0 when it reads none.</summary>
    public int CandidateRows { get; init; }

    /// <summary>Users are below this; 0 when the model reads no user.</summary>
    public int UserRows { get; init; }

    /// <summary>Dense features a query; 0 when the model reads none.</summary>
    public int QueryDenseWidth { get; init; }

    /// <summary>Sparse features a query; 0 when the model reads none.</summary>
    public int QuerySparseWidth { get; init; }

    /// <summary>Candidates that every run of the model takes, where its graph is fixed to 1: they are run one by one. 0 when it takes any number.</summary>
    public int FixedBatch { get; init; }

    /// <summary>False for a model that needs neither a feature store nor inline features.</summary>
    public bool ReadsCandidateFeatures => DenseWidth + SparseWidth > 0;

    /// <summary>True for a model that scores a candidate differently in different queries.</summary>
    public bool ReadsContext => UserRows + QueryDenseWidth + QuerySparseWidth > 0;
}
