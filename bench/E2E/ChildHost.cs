using System.Diagnostics;
using System.Text.RegularExpressions;

namespace RecPipe.Bench.E2E;

/// <summary>A host in a process of its own, as it is deployed.</summary>
internal sealed partial class ChildHost : IAsyncDisposable
{
    private readonly Process _process;

    private ChildHost(Process process, Uri grpc) => (_process, Grpc) = (process, grpc);

    public Uri Grpc { get; }

    /// <param name="assembly">For example "RecPipe.Gateway".</param>
    /// <param name="arguments">Command line; listen on port 0.</param>
    public static async Task<ChildHost> StartAsync(string assembly, params string[] arguments)
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly + ".dll"), .. arguments]) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Address().Match(line) is not { Success: true } address)
                continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, new Uri(address.Value));
        }
        throw new InvalidOperationException($"{assembly} did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"])!;
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Hosts announce their gRPC address first.</summary>
    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Address();
}
