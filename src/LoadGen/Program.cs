using System.CommandLine;
using RecPipe.LoadGen.Commands;
using RecPipe.Ranking.Configuration;

try
{
    ParseResult parsed = LoadCommand.CreateRoot().Parse(args);
    InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) };
    int exit = await parsed.InvokeAsync(invocation).ConfigureAwait(false);
    return parsed.Errors.Count > 0 ? LoadExitCode.Usage : exit;
}
catch (ConfigException e)
{
    foreach (ConfigProblem problem in e.Problems)
        await Console.Error.WriteLineAsync($"error: {problem}").ConfigureAwait(false);
    return LoadExitCode.Usage;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync($"error: {e.Message}").ConfigureAwait(false);
    return e is OperationCanceledException ? LoadExitCode.Interrupted : LoadExitCode.Failure;
}
