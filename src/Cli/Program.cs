using RecPipe.Cli;
using RecPipe.Cli.Commands;

return await CommandLine.RunAsync(args,
[
    VersionCommand.Create(),
]).ConfigureAwait(false);
