using System.CommandLine;
using System.Runtime.InteropServices;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe version`: what to put in a bug report.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        Command command = new("version", "Print the versions of recpipe, .NET and the machine.");
        command.SetAction(_ =>
        {
            Console.WriteLine($"recpipe {RecPipeVersion.Current}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores");
        });
        return command;
    }
}
