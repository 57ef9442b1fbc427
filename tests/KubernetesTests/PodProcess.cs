using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
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

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<string> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PodProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Received(line.Data);
        _process.ErrorDataReceived += (_, line) => Received(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _output);

    /// <param name="container">What to start; its image's entry point is the program's own.</param>
    /// <param name="environment">Its variables with their values, see <see cref="Environment"/>.</param>
    /// <param name="place">Puts a value's paths and ports elsewhere.</param>
    public static PodProcess Start(V1Container container, IReadOnlyDictionary<string, string> environment, Func<string, string> place)
    {
        string project = s_programs[container.Image.Split(':')[0]];
        string program = Repository.PathOf("src", project, "bin", Repository.Configuration, "net10.0", $"RecPipe.{project}.dll");
        IEnumerable<string> arguments = (container.Args ?? []).Select(argument => place(Variable().Replace(argument, match => environment[match.Groups[1].Value])));
        ProcessStartInfo start = new("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach ((string name, string value) in environment)
            start.Environment[name] = place(value);
        return new(start);
    }

    /// <summary>A container's variables as the kubelet would set them.</summary>
    /// <param name="installed">Holds its config maps.</param>
    /// <param name="container">Whose.</param>
    /// <param name="pod">The pod's name.</param>
    public static Dictionary<string, string> Environment(Installation installed, V1Container container, string pod)
    {
        Dictionary<string, string> variables = [];
        foreach (V1EnvFromSource source in container.EnvFrom ?? [])
        {
            foreach ((string name, string value) in installed.ConfigMap(source.ConfigMapRef.Name).Data)
                variables[name] = value;
        }
        foreach (V1EnvVar variable in container.Env ?? [])
        {
            variables[variable.Name] = variable.ValueFrom switch
            {
                null => variable.Value,
                { FieldRef.FieldPath: "metadata.name" } => pod,
                { ConfigMapKeyRef: { } key } => installed.ConfigMap(key.Name).Data[key.Key],
                _ => throw new NotSupportedException(variable.Name),
            };
        }
        return variables;
    }

    /// <summary>Where it serves gRPC, once it does.</summary>
    public async Task<Uri> ServingAsync(CancellationToken cancellationToken)
    {
        Task exited = _process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(_serving.Task, exited).WaitAsync(TimeSpan.FromSeconds(60), cancellationToken) == exited)
            throw new InvalidOperationException($"It ended with {_process.ExitCode}:\n{Output}");
        return new Uri(Address().Match(await _serving.Task).Value);
    }

    /// <summary>What a gRPC probe of the kubelet asks.</summary>
    public async Task<HealthCheckResponse.Types.ServingStatus> ProbeAsync(V1Probe probe, CancellationToken cancellationToken)
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(await ServingAsync(cancellationToken));
        HealthCheckRequest request = new() { Service = probe.Grpc.Service ?? "" };
        return (await new Health.HealthClient(channel).CheckAsync(request, cancellationToken: cancellationToken)).Status;
    }

    public void Terminate() => Tool.Run("kill", ".", "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture));

    public async Task<int> ExitCode(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Received(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (line.Contains("serves on", StringComparison.Ordinal) || line.Contains("REST on", StringComparison.Ordinal))
            _serving.TrySetResult(line);
    }

    [GeneratedRegex(@"\$\(([A-Za-z_]+)\)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"http://[\d.]+:\d+")]
    private static partial Regex Address();
}
