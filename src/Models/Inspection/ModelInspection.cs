using RecPipe.Models.Cards;

namespace RecPipe.Models.Inspection;

/// <summary>What an .onnx file of any origin says of itself, and the card it might be served with.</summary>
public sealed record ModelInspection
{
    public required string File { get; init; }

    /// <summary>The program that wrote it, and its version; empty when it does not say.</summary>
    public required string Producer { get; init; }

    public required long IrVersion { get; init; }

    /// <summary>Version by operator domain; "ai.onnx" is the standard's own.</summary>
    public required IReadOnlyDictionary<string, long> Opsets { get; init; }

    /// <summary>Floating-point numbers written down in the graph, at any depth.</summary>
    public required long Parameters { get; init; }

    /// <summary>Size of the .onnx and its external files together.</summary>
    public required long Bytes { get; init; }

    /// <summary>Files its tensors lie in, relative to it.</summary>
    public required IReadOnlyList<string> ExternalFiles { get; init; }

    public required IReadOnlyList<TensorDescription> Inputs { get; init; }

    public required IReadOnlyList<TensorDescription> Outputs { get; init; }

    /// <summary>Candidates that every run takes: 1 is served candidate by candidate, more is refused; 0 when it takes any number.</summary>
    public required int FixedBatch { get; init; }

    /// <summary>The proposed card; its checksums are those of the files.</summary>
    public required ModelCard Card { get; init; }

    /// <summary>What of the card is guessed, or has to be filled in: field and reason.</summary>
    public required IReadOnlyList<string> Unsure { get; init; }
}
