using System.Diagnostics;

namespace RecPipe.DeployTests;

/// <summary>Programs of the machine that these tests use where they are.</summary>
internal static class Tool
{
    /// <summary>Skips the test, saying what to install, where a program is absent.</summary>
    public static void Require(params string[] programs)
    {
        string[] absent = [.. programs.Where(program => !IsThere(program))];
        if (absent.Length > 0)
            Assert.Skip($"Not on this machine: {string.Join(", ", absent)}. .ci/run names the packages to install.");
    }

    /// <summary>Runs a program to its end, or kills it with all it started when the time is up.</summary>
    /// <returns>Exit code, and standard output and error together.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, string[] arguments, TimeSpan limit, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        ended.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(ended.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {limit}:\n{await output}\n{await errors}");
        }
        return (process.ExitCode, $"{await output}{await errors}");
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
