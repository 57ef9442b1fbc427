using Microsoft.Extensions.Logging;

namespace RecPipe.StageHosting;

/// <summary>What every stage host logs of its queries. Event ids 1 to 9 are for the life of a host, in the host's own catalogue.</summary>
internal static partial class Log
{
    [LoggerMessage(10, LogLevel.Error, "A query of the model {Model} failed: {Detail}")]
    public static partial void QueryFailed(this ILogger log, string model, string detail);
}
