using System.Text.RegularExpressions;
using Grpc.Health.V1;
using Grpc.Net.Client;
using k8s.Models;

namespace RecPipe.KubernetesTests;

/// <summary>A container of a manifest as a process on this machine: its program, arguments and environment, with paths and ports put elsewhere.</summary>
internal sealed partial class PodProcess : IAsyncDisposable
{
    private static readonly Dictionary<string, string> s_programs = new()
    {
        ["recpipe/gateway"] = "Gateway",
        ["recpipe/stage-worker"] = "StageWorker",
        ["recpipe/accel-emulator"] = "AccelEmulator",
        ["recpipe/load-gen"] = "LoadGen",
    };

    private readonly HostProcess _process;

    private PodProcess(HostProcess process) => _process = process;

    public string Output => _process.Output;

    /// <param name="container">What to start; its image's entry point is the program's own.</param>
    /// <param name="variables">See <see cref="ContainerSettings.Variables"/>.</param>
    /// <param name="place">Puts a value's paths and ports elsewhere.</param>
    public static PodProcess Start(V1Container container, IReadOnlyDictionary<string, string> variables, Func<string, string> place) =>
        new(HostProcess.Start(
            s_programs[container.Image.Split(':')[0]],
            [.. variables.Select(variable => (variable.Key, place(variable.Value)))],
            [.. ContainerSettings.Arguments(container, variables).Select(place)]));

    /// <summary>Where it serves gRPC, once it does.</summary>
    public async Task<Uri> ServingAsync(CancellationToken cancellationToken) =>
        new(Address().Match(await _process.LineWith(" on http://", cancellationToken)).Value);

    /// <summary>What a gRPC probe of the kubelet asks.</summary>
    public async Task<HealthCheckResponse.Types.ServingStatus> ProbeAsync(V1Probe probe, CancellationToken cancellationToken)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(await ServingAsync(cancellationToken));
        HealthCheckRequest request = new() { Service = probe.Grpc.Service ?? "" };
        return (await new Health.HealthClient(channel).CheckAsync(request, cancellationToken: cancellationToken)).Status;
    }

    public void Terminate() => _process.Terminate();

    public Task<int> ExitCode(CancellationToken cancellationToken) => _process.ExitCode(cancellationToken);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Address();
}
