using System.Diagnostics;

namespace RecPipe.DashboardTests;

/// <summary>A program that these tests need and the .NET SDK does not bring.</summary>
internal static class Tool
{
    /// <returns>Its path; null where it is not installed.</returns>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Its path; skips the test, saying so, where it is not installed.</summary>
    public static string Require(string name)
    {
        string? found = Find(name);
        if (found is null)
            Assert.Skip($"{name} is not installed: install the package prometheus (.ci/run does).");
        return found ?? "";
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed, if it succeeded.</returns>
    public static async Task<string> Run(string path, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using Process process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken), errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        string said = await output + await errors;
        process.ExitCode.ShouldBe(0, said);
        return said;
    }
}
