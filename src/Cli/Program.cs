using RecPipe.Cli;
using RecPipe.Cli.Commands;
using RecPipe.LoadGen.Commands;

return await CommandLine.RunAsync(args,
[
    DemoCommand.Create(),
    DataCommands.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    ModelsCommands.Create(),
    ServeCommand.Create(),
    ProfileCommand.Create(),
    VerifyCommand.Create(),
    AccelCommands.Create(),
    LoadCommand.Create(),
    VersionCommand.Create(),
]).ConfigureAwait(false);
