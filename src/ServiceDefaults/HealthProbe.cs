using System.Globalization;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace RecPipe.ServiceDefaults;

/// <summary>
/// `--health [HOST:PORT]` on a host's command line: asks the gRPC health service (grpc.health.v1) of a running host once, so
/// that an image needs no further program for its health check.
/// </summary>
public static class HealthProbe
{
    private const string Option = "--health";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static bool IsAskedFor(string[] args) => args is [Option] or [Option, _];

    /// <param name="args">"--health", and the address to ask unless it is <paramref name="listen"/>.</param>
    /// <param name="listen">Where the host listens by its own settings; every interface ("*") is asked through loopback.</param>
    /// <param name="clock">Times the three seconds it may take to answer.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>0 when it says SERVING; 1 when it says anything else, or nothing, with the reason on standard error.</returns>
    /// <exception cref="FormatException">The address is not "host:port".</exception>
    public static async Task<int> RunAsync(string[] args, string listen, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        Uri address = AddressOf(args is [_, string given] ? given : listen);
        try
        {
            using GrpcChannel channel = GrpcChannel.ForAddress(address);
            HealthCheckResponse answer = await new Health.HealthClient(channel).CheckAsync(
                new HealthCheckRequest(), deadline: clock.GetUtcNow().UtcDateTime + s_patience, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (answer.Status == HealthCheckResponse.Types.ServingStatus.Serving)
                return 0;
            await Console.Error.WriteLineAsync($"{address} says {answer.Status}.").ConfigureAwait(false);
        }
        catch (RpcException e)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {e.Status.StatusCode}, {e.Status.Detail}").ConfigureAwait(false);
        }
        return 1;
    }

    private static Uri AddressOf(string address)
    {
        int colon = address.LastIndexOf(':');
        string host = address[..Math.Max(0, colon)] is "*" ? "127.0.0.1" : address[..Math.Max(0, colon)];
        return ushort.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            && Uri.TryCreate($"http://{host}:{port}", UriKind.Absolute, out Uri? uri)
            ? uri
            : throw new FormatException($"""{Option} "{address}": write "host:port", for example "127.0.0.1:5100".""");
    }
}
