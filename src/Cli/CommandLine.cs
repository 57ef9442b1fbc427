using System.CommandLine;
using System.CommandLine.Parsing;
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
            if (parsed.Errors.Count > 0 && parsed.CommandResult.Command.Subcommands.Count == 0)
                return Refuse(parsed);
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

    /// <summary>What is wrong, and where the help is; the whole help would bury the message. A group of commands prints its list instead.</summary>
    private static int Refuse(ParseResult parsed)
    {
        foreach (ParseError error in parsed.Errors)
            Terminal.Error(error.Message);
        IEnumerable<string> path = parsed.CommandResult.Command.Parents.OfType<Command>().Where(parent => parent is not RootCommand)
            .Select(parent => parent.Name).Append(parsed.CommandResult.Command.Name);
        Terminal.Note($"`recpipe {string.Join(' ', path)} --help` lists what it takes.");
        return ExitCode.Usage;
    }
}
