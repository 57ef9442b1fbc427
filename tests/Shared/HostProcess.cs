using System.Collections.Concurrent;
using System.Diagnostics;

namespace RecPipe.Tests;

/// <summary>A real process of one of our programs, stopped when disposed.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly List<(string Text, TaskCompletionSource<string> Seen)> _awaited = [];

    private HostProcess(string project, string assembly, IEnumerable<string> arguments, string? workingDirectory, IEnumerable<(string Name, string Value)> environment)
    {
        ProcessStartInfo start = new("dotnet", [Repository.PathOf("src", project, "bin", Repository.Configuration, "net10.0", assembly), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Repository.Root,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Received(line.Data);
        _process.ErrorDataReceived += (_, line) => Received(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Everything printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <param name="project">Folder under src, for example "Gateway".</param>
    /// <param name="arguments">Command line.</param>
    public static HostProcess Start(string project, params string[] arguments) => Start(project, [], arguments);

    /// <inheritdoc cref="Start(string, string[])"/>
    /// <param name="project">Folder under src, for example "Gateway".</param>
    /// <param name="environment">Variables beside this process's own.</param>
    /// <param name="arguments">Command line.</param>
    public static HostProcess Start(string project, (string Name, string Value)[] environment, params string[] arguments) =>
        new(project, project == "Cli" ? "recpipe.dll" : $"RecPipe.{project}.dll", arguments, null, environment);

    /// <summary>The first line, past or future, that contains the text.</summary>
    public async Task<string> LineWith(string text, CancellationToken cancellationToken)
    {
        TaskCompletionSource<string> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            string? past = _output.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));
            if (past is not null)
                return past;
            _awaited.Add((text, seen));
        }
        Task exited = _process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(seen.Task, exited).WaitAsync(TimeSpan.FromSeconds(60), cancellationToken) == exited && !seen.Task.IsCompleted)
            throw new InvalidOperationException($"The process ended with {_process.ExitCode} before it printed \"{text}\":\n{Output}");
        return await seen.Task;
    }

    /// <summary>SIGTERM: asks it to drain.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", $"{Id}"])!.WaitForExit();

    /// <summary>SIGINT: Ctrl-C.</summary>
    public void Interrupt() => Process.Start("kill", ["-INT", $"{Id}"])!.WaitForExit();

    /// <summary>SIGKILL: it gets no chance to say goodbye.</summary>
    public void Kill() => _process.Kill();

    public async Task<int> ExitCode(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(120), cancellationToken);
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
        lock (_awaited)
        {
            _output.Enqueue(line);
            foreach ((_, TaskCompletionSource<string> seen) in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)))
                seen.TrySetResult(line);
        }
    }
}
