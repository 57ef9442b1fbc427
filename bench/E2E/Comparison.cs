using Microsoft.Extensions.Logging;
using RecPipe.Gateway;
using RecPipe.LoadGen.Targets;
using RecPipe.Ranking.Pipelines;
using RecPipe.ServiceDefaults;
using RecPipe.StageWorker;

namespace RecPipe.Bench.E2E;

/// <summary>Runs one pipeline in every way, one after the other: same models, tables, queries and threads.</summary>
internal sealed class Comparison(Workbench bench, string pipelines, TimeSpan during)
{
    public const string BareOneRun = "bare ONNX Runtime, one run a stage";
    public const string Bare = "bare ONNX Runtime, runs of 512";
    public const string Embedded = "embedded, in process";
    public const string EmbeddedSplit = "embedded, in process, sub-batches";
    public const string EmbeddedGateway = "embedded, through the gateway";
    public const string Distributed = "distributed over gRPC";
    public const string DistributedSplit = "distributed over gRPC, sub-batches";

    private const int BatchRows = 512;

    public async IAsyncEnumerable<Result> MeasureAsync(PipelineConfig pipeline)
    {
        yield return MeasureBare(pipeline, BareOneRun, Workbench.Candidates);
        yield return MeasureBare(pipeline, Bare, BatchRows);
        yield return await InProcessAsync(pipeline, Embedded, subBatchRows: 0);
        yield return await InProcessAsync(pipeline, EmbeddedSplit, new StageWorkerOptions().SubBatchRows);
        yield return await EmbeddedGatewayAsync(pipeline);
        yield return await DistributedAsync(pipeline, Distributed, subBatchRows: 0);
        yield return await DistributedAsync(pipeline, DistributedSplit, new StageWorkerOptions().SubBatchRows);
    }

    private Result MeasureBare(PipelineConfig pipeline, string way, int batchRows)
    {
        using BarePipeline bare = new(pipeline, bench, batchRows);
        return bare.Measure(way, during);
    }

    private async Task<Result> InProcessAsync(PipelineConfig pipeline, string way, int subBatchRows)
    {
        await using Worker worker = Worker.Load(Options(subBatchRows), TimeProvider.System);
        await using InProcessGateway gateway = await GatewayHost.OpenAsync(new() { Pipelines = [pipelines] }, worker.Pool, default);
        InProcessTarget target = new(
            (query, deadline, cancellationToken) => gateway.Runner.RankAsync(pipeline.Name, query, deadline, cancellationToken), bench.Queries, null, TimeProvider.System);
        return await ServedPipeline.MeasureAsync(pipeline.Name, way, target.RankAsync, during, default);
    }

    private async Task<Result> EmbeddedGatewayAsync(PipelineConfig pipeline)
    {
        await using Worker worker = Worker.Load(Options(0), TimeProvider.System);
        await using var gateway = GatewayHost.Build(new() { Pipelines = [pipelines] }, worker.Pool, builder => builder.Logging.ClearProviders());
        await gateway.StartAsync();
        Result result = await AskAsync(pipeline, EmbeddedGateway, gateway.BoundAddresses().Grpc);
        await gateway.StopAsync();
        return result;
    }

    private async Task<Result> DistributedAsync(PipelineConfig pipeline, string way, int subBatchRows)
    {
        await using ChildHost worker = await ChildHost.StartAsync(
            "RecPipe.StageWorker", "--Worker:Models", bench.Models, "--Worker:Data", bench.Data, "--Worker:SubBatchRows", $"{subBatchRows}",
            "--Worker:VerifyChecksums", "false", "--Worker:Listen:Grpc", "127.0.0.1:0", "--Worker:Listen:Http", "127.0.0.1:0");
        await using ChildHost gateway = await ChildHost.StartAsync(
            "RecPipe.Gateway", "--pipelines", pipelines, "--workers", worker.Grpc.ToString(), "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0");
        return await AskAsync(pipeline, way, gateway.Grpc);
    }

    private async Task<Result> AskAsync(PipelineConfig pipeline, string way, Uri gateway)
    {
        using GatewayTarget target = new(gateway, pipeline.Name, bench.Queries, null, 1, TimeProvider.System);
        return await ServedPipeline.MeasureAsync(pipeline.Name, way, target.RankAsync, during, default);
    }

    private StageWorkerOptions Options(int subBatchRows) =>
        new() { Models = bench.Models, Data = bench.Data, SubBatchRows = subBatchRows, VerifyChecksums = false };
}
