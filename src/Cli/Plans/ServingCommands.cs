using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Plans;

namespace RecPipe.Cli.Plans;

/// <summary>The commands that serve a plan, for people to copy.</summary>
internal static class ServingCommands
{
    private const string Gateway = "127.0.0.1:5100", Rest = "127.0.0.1:5180";

    /// <summary>In one process, each stage with the engines it was planned with.</summary>
    public static string OfPlan(string file, PlanRequest request) => $"""
        Serve the plan in one process, or see whether it does what it promises:
          recpipe serve --plan {file} {Folders(request)}
          recpipe verify --plan {file} {Folders(request)}

        """;

    /// <summary>As a gateway with a worker or an emulator a stage.</summary>
    public static string OfPipeline(string file, PlannedPipeline pipeline, Plan plan, PlanRequest request) => $"""
        Serve the pipeline as processes of their own:
        {string.Join('\n', pipeline.Stages.Select(entry => $"  {Worker(entry.Stage, entry.Port, plan, request)}"))}
          dotnet run -c Release --project src/Gateway -- --pipelines {file} --grpc {Gateway} --http {Rest}

        """;

    private static string Worker(DesignedStage stage, int port, Plan plan, PlanRequest request)
    {
        BackendConfig backend = plan.Backends.Single(backend => backend.Name == stage.Backend);
        string listen = $"127.0.0.1:{port}", health = $"127.0.0.1:{port + 1}";
        return backend.Device == DeviceKind.Cpu
            ? $"dotnet run -c Release --project src/StageWorker -- --Worker:Name {stage.Model} --Worker:Models {Models(request)} --Worker:Data {Data(request)} --Worker:Engines {stage.Engines} --Worker:SubBatchRows {stage.SubBatchRows} --Worker:Listen:Grpc {listen} --Worker:Listen:Http {health}"
            : $"recpipe accel emulate --hardware {stage.Hardware} --mode {backend.Mode.ToString().ToLowerInvariant()} --units {stage.Engines} --model {stage.Model} {Folders(request)} --grpc {listen} --http {health}";
    }

    private static string Folders(PlanRequest request) => $"--models {Models(request)} --data {Data(request)}";

    private static string Models(PlanRequest request) => request.Models ?? "MODELS";

    private static string Data(PlanRequest request) => request.Data ?? "DATA";
}
