using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RecPipe.Gateway.Workers;

/// <summary>
/// A worker as a configuration names it: "http://host:port", "https://host:port", or "dns:///name:port" for every
/// address a name resolves to (IPv4 only, when it has any: both families of one machine are one worker).
/// </summary>
internal sealed record WorkerAddress
{
    private const string DnsPrefix = "dns:///";

    /// <summary>Null for a DNS name.</summary>
    public Uri? Fixed { get; private init; }

    public string Host { get; private init; } = "";

    public int Port { get; private init; }

    /// <summary>Null when <paramref name="text"/> is not an address.</summary>
    public static WorkerAddress? Parse(string text)
    {
        if (text.StartsWith(DnsPrefix, StringComparison.OrdinalIgnoreCase))
            return ParseDns(text.AsSpan(DnsPrefix.Length));
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "", Host.Length: > 0 }
            ? new() { Fixed = uri, Host = uri.Host, Port = uri.Port }
            : null;
    }

    /// <exception cref="SocketException">The name does not resolve.</exception>
    public async ValueTask<IReadOnlyList<Uri>> ResolveAsync(NameResolver resolve, CancellationToken cancellationToken)
    {
        if (Fixed is not null)
            return [Fixed];
        IPAddress[] found = await resolve(Host, cancellationToken);
        IEnumerable<IPAddress> usable = found.Any(IsV4) ? found.Where(IsV4) : found;
        return [.. usable.Select(address => new Uri($"http://{new IPEndPoint(address, Port)}"))];
    }

    private static WorkerAddress? ParseDns(ReadOnlySpan<char> text)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0
            && int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue
            && Uri.CheckHostName(text[..colon].ToString()) == UriHostNameType.Dns
            ? new() { Host = text[..colon].ToString(), Port = port }
            : null;
    }

    private static bool IsV4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;
}
