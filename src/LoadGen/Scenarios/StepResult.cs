using Grpc.Core;

namespace RecPipe.LoadGen.Scenarios;

/// <summary>How one query ended.</summary>
/// <param name="Status">As a gRPC status, whatever the transport.</param>
/// <param name="Degraded">Answered from an earlier stage.</param>
/// <param name="Quality">Of the ranked list; null when it is not known or not defined for this query.</param>
/// <param name="AnsweredAt">Timestamp of the answer, when work came after it (judging its quality); 0 for the moment the step ends.</param>
public readonly record struct StepResult(StatusCode Status, bool Degraded = false, ListQuality? Quality = null, long AnsweredAt = 0);
