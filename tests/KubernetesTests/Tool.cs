using System.ComponentModel;
using System.Diagnostics;

namespace RecPipe.KubernetesTests;

/// <summary>Runs a program of somebody else's.</summary>
internal static class Tool
{
    /// <summary>Its standard output.</summary>
    /// <exception cref="ToolMissingException">There is no such program.</exception>
    /// <exception cref="InvalidOperationException">It failed; carries all it printed.</exception>
    public static string Run(string program, string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Started(start);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{errors.Result}");
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new ToolMissingException($"There is no {start.FileName}: {e.Message}");
        }
    }
}
