using System.Globalization;
using System.Net;

namespace RecPipe.ServiceDefaults;

/// <summary>
/// Where a host listens. Cleartext HTTP/2 and HTTP/1.1 cannot share a port, so there are two listeners.
/// An address is "host:port" with a numeric host, "localhost", or "*" for every interface; port 0 takes a free one.
/// Nothing listens beyond loopback unless its address says so.
/// </summary>
public sealed record ListenAddresses
{
    /// <summary>gRPC over cleartext HTTP/2.</summary>
    public string Grpc { get; init; } = "127.0.0.1:0";

    /// <summary>REST, /health and /metrics over HTTP/1.1.</summary>
    public string Http { get; init; } = "127.0.0.1:0";

    /// <summary>Reads "host:port".</summary>
    /// <returns>False when it is not an address to listen on.</returns>
    public static bool TryParse(string? address, out IPEndPoint endpoint)
    {
        endpoint = new(IPAddress.Loopback, 0);
        int colon = address?.LastIndexOf(':') ?? -1;
        if (colon < 0 || !ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            return false;
        IPAddress? host = address![..colon] switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            string numeric => IPAddress.TryParse(numeric, out IPAddress? parsed) ? parsed : null,
        };
        if (host is null)
            return false;
        endpoint = new(host, port);
        return true;
    }

    internal static IPEndPoint Parse(string name, string address) => TryParse(address, out IPEndPoint endpoint)
        ? endpoint
        : throw new FormatException($"""{name} listen address "{address}": write "host:port" with a numeric host, "localhost" or "*", for example "127.0.0.1:5001".""");
}
