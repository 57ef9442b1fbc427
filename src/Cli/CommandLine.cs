using System.CommandLine;
using System.Net.Sockets;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli;

/// <summary>Builds `recpipe` from its commands and is the one boundary where failures become messages and exit codes.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<Command> commands)
    {
        RootCommand root = new("RecPipe: multi-stage recommendation ranking, served, measured and planned.");
        foreach (Command command in commands)
            root.Subcommands.Add(command);
        try
        {
            InvocationConfiguration invocation = new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
            };
            ParseResult parsed = root.Parse(args);
            int exit = await parsed.InvokeAsync(invocation).ConfigureAwait(false);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : exit;
        }
        catch (ConfigException e)
        {
            foreach (ConfigProblem problem in e.Problems)
                Terminal.Error(problem.ToString());
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            Terminal.Error("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (FormatException e)
        {
            Terminal.Error(e.Message);
            return ExitCode.Usage;
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            Terminal.Error(e.Message);
            return ExitCode.Failure;
        }
        catch (Exception e)
        {
            Terminal.Error($"This should not happen; please report it with the following.\n{e}");
            return ExitCode.Failure;
        }
    }
}
