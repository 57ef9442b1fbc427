using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RecPipe.Gateway;
using RecPipe.Inference;
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
        Option<string[]> pipelines = new("--pipeline") { Description = "Pipeline file, or a folder of them; may be repeated.", Required = true };
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
            pipelines, models, data, grpc, http, backend, engines, queue, subBatch,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
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

    private static async Task<int> RunAsync(GatewayOptions gateway, StageWorkerOptions worker, CancellationToken cancellationToken)
    {
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
            throw new ConfigException("recpipe serve", "--grpc, --http", e.Message, "Stop what listens there or choose another port; 0 takes a free one.");
        }
        BoundAddresses bound = app.BoundAddresses();
        Console.WriteLine($"Serving on {bound.Grpc} (gRPC) and {bound.Http} (REST, /metrics). Ctrl-C stops.");
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    /// <summary>Names the option of this command where the worker names its setting.</summary>
    private static ConfigProblem AsOption(ConfigProblem problem) =>
        s_options.TryGetValue(problem.Field, out string? option) ? problem with { File = "recpipe serve", Field = option } : problem;
}
