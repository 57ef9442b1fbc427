using System.Diagnostics;
using System.Globalization;

namespace RecPipe.DeployTests.Containers;

/// <summary>
/// A machine of its own for containers (deploy/test/private-machine.sh) for as long as a test wants it. Commands run in it one after
/// the other; whatever they leave running ends with it.
/// </summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly Process _shell;
    private readonly string _folder;
    private int _commands;

    private Machine(string folder, (string Name, string Value)[] environment)
    {
        _folder = folder;
        // With a bash between: the machine dies with what started it, and a thread of ours is not to be that.
        ProcessStartInfo start = new("bash", ["-c", "\"$0\" \"$1\" bash; exit", Script("private-machine.sh"), folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        _shell = Process.Start(start)!;
    }

    /// <summary>One without containers, whatever a test before left.</summary>
    /// <param name="folder">Holds its images; written to.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="environment">Variables of every command.</param>
    public static async Task<Machine> StartAsync(string folder, CancellationToken cancellationToken, params (string Name, string Value)[] environment)
    {
        Machine machine = new(folder, environment);
        await machine.RunAsync("podman rm --all --force --time 0; podman volume prune --force; podman network prune --force", TimeSpan.FromMinutes(1), cancellationToken);
        return machine;
    }

    /// <summary>A file of deploy/test.</summary>
    public static string Script(string name) => Repository.PathOf("deploy", "test", name);

    /// <summary>Changes the shell itself: variables, functions, what runs beside the commands.</summary>
    /// <exception cref="InvalidOperationException">It ended with anything but 0; carries all it printed.</exception>
    public Task SetUpAsync(string commands, CancellationToken cancellationToken) => DoAsync(commands, "source", TimeSpan.FromMinutes(1), [0], cancellationToken);

    /// <summary>Runs commands in a shell of their own, from the repository's root; the first that fails ends it.</summary>
    /// <param name="commands">Bash.</param>
    /// <param name="limit">How long they may take.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="accepted">Exit codes that are right: 0 when left out.</param>
    /// <returns>Standard output and error.</returns>
    /// <exception cref="InvalidOperationException">The exit code is another; carries all they printed.</exception>
    public Task<string> RunAsync(string commands, TimeSpan limit, CancellationToken cancellationToken, params int[] accepted) =>
        DoAsync(commands, "bash -euo pipefail", limit, accepted.Length == 0 ? [0] : accepted, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        try
        {
            await _shell.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (TimeoutException)
        {
            _shell.Kill(entireProcessTree: true);
            await _shell.WaitForExitAsync();
        }
        _shell.Dispose();
    }

    private async Task<string> DoAsync(string commands, string how, TimeSpan limit, int[] accepted, CancellationToken cancellationToken)
    {
        string script = Path.Combine(_folder, $"command-{++_commands}.sh"), printed = script + ".out";
        await File.WriteAllTextAsync(script, commands + "\n", cancellationToken);
        await _shell.StandardInput.WriteLineAsync($"{how} '{script}' < /dev/null > '{printed}' 2>&1; echo $?".AsMemory(), cancellationToken);
        await _shell.StandardInput.FlushAsync(cancellationToken);
        string? exitCode;
        try
        {
            exitCode = await _shell.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"It took longer than {limit}:\n{commands}\n{await Printed()}");
        }
        if (int.TryParse(exitCode, CultureInfo.InvariantCulture, out int code) && accepted.Contains(code))
            return await Printed();
        throw new InvalidOperationException($"Exit code {exitCode ?? "of nothing, the machine has ended"}:\n{commands}\n{await Printed()}");

        async Task<string> Printed() => File.Exists(printed) ? await File.ReadAllTextAsync(printed, CancellationToken.None) : "";
    }
}
