using RecPipe.AccelEmulator;
using RecPipe.StageHosting;

return await new StageProgram<EmulatorOptions>
{
    Section = EmulatorOptions.Section,
    Example = Usage.Example,
    Help = Usage.Text,
    Read = EmulatorOptions.Read,
    ListenOf = options => options.Listen,
    Build = EmulatorHost.Build,
}.RunAsync(args).ConfigureAwait(false);
