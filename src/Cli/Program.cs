using RecPipe.Cli;
using RecPipe.Cli.Commands;
using RecPipe.LoadGen.Commands;

return await CommandLine.RunAsync(args,
[
    DemoCommand.Create(),
    DataCommands.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    SweepCommand.Create(),
    ModelsCommands.Create(),
    ServeCommand.Create(),
    ProfileCommand.Create(),
    VerifyCommand.Create(),
    AccelCommands.Create(),
    PlanCommand.Create(),
    FiguresCommand.Create(),
    LoadCommand.Create(),
    VersionCommand.Create(),
]).ConfigureAwait(false);
