using RecPipe.Ranking.Configuration;

namespace RecPipe.Training;

/// <summary>
/// How a model learns. The defaults suit a few hundred thousand rows in one pass. Learning rates fall linearly to zero over
/// the run.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>For a few thousand rows, with tables of about a hundred rows: many small steps, one pass, no time to memorise.</summary>
    public static TrainingOptions SmallData { get; } = new() { BatchSize = 32, LearningRate = 0.006f, EmbeddingLearningRate = 0.3f };

    /// <summary>Passes over the training rows, at least 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Rows a step, at least 1.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>Adam's step for the dense layers (Kingma and Ba 2015), above 0.</summary>
    public float LearningRate { get; init; } = 0.002f;

    /// <summary>Norm of the longest step of an embedding, by row-wise Adagrad (Duchi et al. 2011), above 0.</summary>
    public float EmbeddingLearningRate { get; init; } = 0.5f;

    /// <summary>Largest magnitude of an embedding's element before training, at least 0.</summary>
    public float EmbeddingBound { get; init; } = 0.02f;

    /// <summary>
    /// What Adagrad's sum of squared norms starts from, at least 0: the larger, the less a row moves that was seen only a few
    /// times. A row's gradient is summed over the batch's examples, not averaged.
    /// </summary>
    public float EmbeddingCaution { get; init; } = 10;

    /// <summary>Of the starting weights and the order of the rows. Same seed, machine and lanes: same weights to the bit.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads, each taking an equal part of every batch; 0 is one a core.</summary>
    public int Lanes { get; init; }

    /// <exception cref="ConfigException">Lists every option that is out of its range.</exception>
    public void ThrowIfInvalid()
    {
        OptionFindings findings = new();
        findings.Check("--epochs", Epochs, Epochs >= 1, "at least 1");
        findings.Check("--batch", BatchSize, BatchSize >= 1, "at least 1");
        findings.Check("--learning-rate", LearningRate, LearningRate is > 0 and < float.PositiveInfinity, "above 0");
        findings.Check("--embedding-learning-rate", EmbeddingLearningRate, EmbeddingLearningRate is > 0 and < float.PositiveInfinity, "above 0");
        findings.Check("--embedding-bound", EmbeddingBound, EmbeddingBound is >= 0 and < float.PositiveInfinity, "0 or more");
        findings.Check("--embedding-caution", EmbeddingCaution, EmbeddingCaution is >= 0 and < float.PositiveInfinity, "0 or more");
        findings.Check("--lanes", Lanes, Lanes >= 0, "0 (one a core) or more");
        findings.ThrowIfAny();
    }
}
