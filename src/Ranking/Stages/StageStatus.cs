namespace RecPipe.Ranking.Stages;

/// <summary>How a stage call ended. Each maps to the gRPC status code of the same name.</summary>
public enum StageStatus
{
    Ok,
    InvalidArgument,
    NotFound,
    ResourceExhausted,
    DeadlineExceeded,
    Cancelled,
    Unavailable,
    Internal,
}
