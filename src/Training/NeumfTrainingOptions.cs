using RecPipe.Ranking.Configuration;

namespace RecPipe.Training;

/// <summary>How a NeuMF learns. The defaults suit a million interactions. The learning rate falls linearly to zero over the run.</summary>
public sealed record NeumfTrainingOptions
{
    /// <summary>Passes over the training interactions, at least 1; each draws new negatives.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Interactions a step, at least 1; each brings its negatives.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>Items a user did not take, for every one taken; at least 1.</summary>
    public int Negatives { get; init; } = 4;

    /// <summary>Adam's step (Kingma and Ba 2015), above 0.</summary>
    public float LearningRate { get; init; } = 0.001f;

    /// <summary>Weight of half the squared norm of an example's embeddings beside its cross entropy, at least 0.</summary>
    public float Regularization { get; init; } = 0.02f;

    /// <summary>Largest magnitude of an embedding's element before training, at least 0.</summary>
    public float EmbeddingBound { get; init; } = 0.1f;

    /// <summary>Of the starting weights, the order of the interactions and the negatives. Same seed, machine and lanes: same weights to the bit.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads, each taking an equal part of every batch; 0 is one a core.</summary>
    public int Lanes { get; init; }

    /// <exception cref="ConfigException">Lists every option that is out of its range.</exception>
    public void ThrowIfInvalid()
    {
        OptionFindings findings = new();
        findings.Check("--epochs", Epochs, Epochs >= 1, "at least 1");
        findings.Check("--batch", BatchSize, BatchSize >= 1, "at least 1");
        findings.Check("--negatives", Negatives, Negatives >= 1, "at least 1");
        findings.Check("--learning-rate", LearningRate, LearningRate is > 0 and < float.PositiveInfinity, "above 0");
        findings.Check("--regularization", Regularization, Regularization is >= 0 and < float.PositiveInfinity, "0 or more");
        findings.Check("--embedding-bound", EmbeddingBound, EmbeddingBound is >= 0 and < float.PositiveInfinity, "0 or more");
        findings.Check("--lanes", Lanes, Lanes >= 0, "0 (one a core) or more");
        findings.ThrowIfAny();
    }
}
