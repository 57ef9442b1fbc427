using System.Net;

namespace RecPipe.Gateway.Workers;

/// <summary>Looks a host name up; <see cref="Dns.GetHostAddressesAsync(string, CancellationToken)"/> outside tests.</summary>
internal delegate Task<IPAddress[]> NameResolver(string host, CancellationToken cancellationToken);
