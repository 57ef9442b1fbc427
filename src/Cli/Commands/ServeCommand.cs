using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RecPipe.Cli.Serving;
using RecPipe.Cli.Verify;
using RecPipe.Datasets.Store;
using RecPipe.Gateway;
using RecPipe.Inference;
using RecPipe.Planning.Plans;
using RecPipe.Ranking.Configuration;
using RecPipe.ServiceDefaults;
using RecPipe.StageWorker;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe serve`: a gateway with its workers embedded, in one process.</summary>
internal static class ServeCommand
{
    private static readonly EnginePoolOptions s_defaults = new();

    private static readonly Dictionary<string, string> s_options = new()
    {
        ["Worker:Models"] = "--models",
        ["Worker:Data"] = "--data",
        ["Worker:Engines"] = "--engines",
        ["Worker:QueueCapacity"] = "--queue",
        ["Worker:SubBatchRows"] = "--sub-batch",
    };

    public static Command Create()
    {
        Option<string[]> pipelines = new("--pipeline") { Description = "Pipeline file, or a folder of them; may be repeated.", DefaultValueFactory = _ => [] };
        Option<string?> plan = new("--plan") { Description = "Instead of pipelines: a plan (recpipe plan --out). Each stage has the engines it was planned with; modelled hardware is emulated. Needs --data." };
        Option<DirectoryInfo> models = new("--models") { Description = "Folder of the models (recpipe train --out).", Required = true };
        Option<DirectoryInfo?> data = new("--data") { Description = "Feature store that candidate ids refer to; without one, queries bring their features." };
        Option<string> grpc = new("--grpc") { Description = "Where gRPC listens.", DefaultValueFactory = _ => "127.0.0.1:5100" };
        Option<string> http = new("--http") { Description = "Where REST, /health and /metrics listen.", DefaultValueFactory = _ => "127.0.0.1:5180" };
        Option<string> backend = new("--backend") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };
        Option<int> engines = new("--engines") { Description = "Queries ranked at the same time, one thread each.", DefaultValueFactory = _ => s_defaults.Engines };
        Option<int> queue = new("--queue") { Description = "Queries that may wait for an engine; the next one is refused.", DefaultValueFactory = _ => s_defaults.QueueCapacity };
        Option<int> subBatch = new("--sub-batch") { Description = "Split a query over idle engines into parts of at least this many candidates; 0 never.", DefaultValueFactory = _ => s_defaults.SubBatchRows };
        Command command = new("serve", "Serve pipelines: a gateway and its stage worker in one process. Ctrl-C or SIGTERM drains.")
        {
            pipelines, plan, models, data, grpc, http, backend, engines, queue, subBatch,
        };
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(plan) is { } file ? ServePlanAsync(
            file,
            parsed.GetRequiredValue(pipelines),
            parsed.GetValue(models)!.FullName,
            parsed.GetValue(data)?.FullName,
            new() { Grpc = parsed.GetValue(grpc)!, Http = parsed.GetValue(http)! },
            cancellationToken) : RunAsync(
            new GatewayOptions
            {
                Pipelines = parsed.GetValue(pipelines)!,
                Listen = new() { Grpc = parsed.GetValue(grpc)!, Http = parsed.GetValue(http)! },
            },
            new StageWorkerOptions
            {
                Name = s_defaults.Name,
                Models = parsed.GetValue(models)!.FullName,
                Data = parsed.GetValue(data)?.FullName,
                Backend = parsed.GetValue(backend)!,
                Engines = parsed.GetValue(engines),
                QueueCapacity = parsed.GetValue(queue),
                SubBatchRows = parsed.GetValue(subBatch),
            },
            cancellationToken));
        return command;
    }

    /// <summary>A plan is served as `recpipe verify` serves it.</summary>
    private static async Task<int> ServePlanAsync(string file, string[] pipelines, string models, string? data, ListenAddresses listen, CancellationToken cancellationToken)
    {
        if (pipelines.Length > 0)
            throw new ConfigException("recpipe serve", "--plan", "Pipelines were given too.", "Give one or the other.");
        if (data is null)
            throw new ConfigException("recpipe serve", "--data", "It is missing.", "A plan is served from the feature store that its queries name rows of.");
        Plan plan = VerifiedPlan.Read(file).Plan;
        using FeatureStore store = FeatureStore.Open(data);
        try
        {
            await using ServedDesign served = await ServedDesign.StartAsync(plan.Name, plan.Design, plan.Backends, VerifiedPlan.Resolve, models, store, listen, cancellationToken).ConfigureAwait(false);
            Announce(served.Gateway, served.Http);
            await served.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw Occupied(e);
        }
    }

    private static async Task<int> RunAsync(GatewayOptions gateway, StageWorkerOptions worker, CancellationToken cancellationToken)
    {
        if (gateway.Pipelines.Count == 0)
            throw new ConfigException("recpipe serve", "--pipeline", "There is nothing to serve.", "Give --pipeline FILE, or --plan FILE.");
        ConfigException.ThrowIfAny([.. worker.Problems().Select(AsOption)]);
        await using Worker embedded = Worker.Load(worker, TimeProvider.System);
        await using WebApplication app = GatewayHost.Build(gateway, services => StageWorkerHost.Observe(embedded.Pool, services), builder =>
        {
            builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        });
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw Occupied(e);
        }
        BoundAddresses bound = app.BoundAddresses();
        Announce(bound.Grpc, bound.Http);
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static void Announce(Uri grpc, Uri http) => Console.WriteLine($"Serving on {grpc} (gRPC) and {http} (REST, /metrics). Ctrl-C stops.");

    private static ConfigException Occupied(IOException e) =>
        new("recpipe serve", "--grpc, --http", e.Message, "Stop what listens there or choose another port; 0 takes a free one.");

    /// <summary>Names the option of this command where the worker names its setting.</summary>
    private static ConfigProblem AsOption(ConfigProblem problem) =>
        s_options.TryGetValue(problem.Field, out string? option) ? problem with { File = "recpipe serve", Field = option } : problem;
}
