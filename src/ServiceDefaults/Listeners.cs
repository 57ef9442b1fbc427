using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace RecPipe.ServiceDefaults;

/// <summary>Sets up the two listeners and remembers them, because only they know their ports once bound.</summary>
internal sealed class Listeners(IPEndPoint grpc, IPEndPoint http)
{
    private const int ConcurrentCallsPerConnection = 1024;
    private const int ConnectionWindowBytes = 8 << 20;
    private const int StreamWindowBytes = 2 << 20;

    private ListenOptions? _grpc;
    private ListenOptions? _http;

    public BoundAddresses Bound => new(AddressOf(_grpc), AddressOf(_http));

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.Http2.MaxStreamsPerConnection = ConcurrentCallsPerConnection;
        kestrel.Limits.Http2.InitialConnectionWindowSize = ConnectionWindowBytes;
        kestrel.Limits.Http2.InitialStreamWindowSize = StreamWindowBytes;
        kestrel.Limits.MaxRequestBodySize = GrpcDefaults.MaxRequestBytes;
        kestrel.Listen(grpc, options => Take(options, HttpProtocols.Http2, ref _grpc));
        kestrel.Listen(http, options => Take(options, HttpProtocols.Http1, ref _http));
    }

    private static void Take(ListenOptions options, HttpProtocols protocols, ref ListenOptions? listener)
    {
        options.Protocols = protocols;
        listener = options;
    }

    /// <summary>An address a client on this machine can use: "every interface" is reached through loopback.</summary>
    private static Uri AddressOf(ListenOptions? listener)
    {
        IPEndPoint endpoint = listener?.IPEndPoint ?? throw new InvalidOperationException("The host has not started.");
        IPAddress host = endpoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : endpoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : endpoint.Address;
        return new Uri($"http://{new IPEndPoint(host, endpoint.Port)}");
    }
}
