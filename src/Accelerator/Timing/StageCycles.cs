namespace RecPipe.Accelerator.Timing;

/// <summary>Where the time of one stage goes, in core cycles (fractions arise where a latency or a bandwidth is in seconds).</summary>
public readonly record struct StageCycles
{
    /// <summary>Features from the host.</summary>
    public required double InputPcie { get; init; }

    /// <summary>Embedding rows that missed on chip.</summary>
    public required double EmbeddingDram { get; init; }

    /// <summary>Embedding rows that were on chip.</summary>
    public required double EmbeddingSram { get; init; }

    /// <summary>Embedding rows that were not even in DRAM.</summary>
    public required double EmbeddingFlash { get; init; }

    /// <summary>The whole gather: its three parts, overlapped as the model says.</summary>
    public required double Embedding { get; init; }

    /// <summary>All layers below the interaction, weight loads included.</summary>
    public required double BottomMlp { get; init; }

    /// <summary>Dot products of all pairs of vectors; 0 as published.</summary>
    public required double Interaction { get; init; }

    /// <summary>All layers above the interaction, weight loads included.</summary>
    public required double TopMlp { get; init; }

    /// <summary>Time the DRAM channel is busy with weights, part of the MLPs above; 0 where they stay on chip.</summary>
    public double WeightLoad { get; init; }

    /// <summary>Filtering the scores down to the survivors.</summary>
    public required double Sort { get; init; }

    /// <summary>Survivors to the host.</summary>
    public required double OutputPcie { get; init; }

    /// <summary>What the gather and the bottom MLP do at the same time; 0 as published. Not to be paid twice.</summary>
    public double Overlapped { get; init; }

    /// <summary>The critical path, added in the order of the computation: the last bit depends on it.</summary>
    public double Total => InputPcie + Embedding + BottomMlp - Overlapped + Interaction + TopMlp + Sort + OutputPcie;
}
