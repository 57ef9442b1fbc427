namespace RecPipe.ServiceDefaults;

/// <summary>Where a started host really listens, with the ports it was given.</summary>
/// <param name="Grpc">gRPC over cleartext HTTP/2.</param>
/// <param name="Http">REST, /health and /metrics over HTTP/1.1.</param>
public sealed record BoundAddresses(Uri Grpc, Uri Http);
