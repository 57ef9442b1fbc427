using Grpc.AspNetCore.Server;

namespace RecPipe.ServiceDefaults;

/// <summary>Limits of every gRPC service here.</summary>
internal static class GrpcDefaults
{
    /// <summary>100,000 candidates with their features inline, 39 values of 4 bytes each.</summary>
    public const int MaxRequestBytes = 16 << 20;

    public static void Configure(GrpcServiceOptions options)
    {
        options.MaxReceiveMessageSize = MaxRequestBytes;
        options.MaxSendMessageSize = null;
        options.EnableDetailedErrors = false;
    }
}
