using RecPipe.StageHosting;
using RecPipe.StageWorker;

return await new StageProgram<StageWorkerOptions>
{
    Section = StageWorkerOptions.Section,
    Example = Usage.Example,
    Help = Usage.Text,
    Read = StageWorkerOptions.Read,
    ListenOf = options => options.Listen,
    Build = StageWorkerHost.Build,
}.RunAsync(args).ConfigureAwait(false);
