using RecPipe.Gateway.Telemetry;
using RecPipe.Gateway.Workers;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Pipelines;

/// <summary>Reads pipelines, asks their workers what they serve, and checks everything together.</summary>
internal sealed class PipelineLoader(GatewayOptions options, WorkerDirectory workers, TimeProvider clock, ILogger<PipelineLoader> log)
{
    private const string Settings = "settings";

    /// <exception cref="ConfigException">Something is wrong; lists all of it.</exception>
    public async Task<PipelineCatalogue> LoadAsync(CancellationToken cancellationToken)
    {
        List<ConfigProblem> problems = [];
        IReadOnlyList<PipelineFile> files = PipelineFile.ReadAll(options.Pipelines, problems);
        if (files.Count == 0 && problems.Count == 0)
            problems.Add(new(Settings, $"{GatewayOptions.Section}:Pipelines", "No pipeline is named.", "Name pipeline files or folders of them."));
        problems.AddRange(PipelineRules.Check(files));
        problems.AddRange(CheckOptions());

        WorkerCensus census = new(options.DescribeTimeout, clock);
        List<OpenedPipeline> opened = [];
        foreach (PipelineFile file in files)
            opened.Add(await OpenAsync(file, census, cancellationToken));
        List<PipelineModel> pipelines = [];
        foreach (OpenedPipeline pipeline in opened)
        {
            PipelineModel model = await ConnectAsync(pipeline, cancellationToken);
            problems.AddRange(pipeline.Rules.Problems);
            foreach (ConfigProblem problem in pipeline.Rules.Tolerated)
                GatewayLog.StartedDespite(log, problem.ToString());
            pipelines.Add(model);
        }
        ConfigException.ThrowIfAny(problems);
        return new(pipelines);
    }

    private sealed record OpenedPipeline(PipelineConfig Config, IReadOnlyList<WorkerSet> Sets, WorkerRules Rules);

    private async Task<OpenedPipeline> OpenAsync(PipelineFile file, WorkerCensus census, CancellationToken cancellationToken)
    {
        WorkerRules rules = new(file, options, census);
        List<WorkerSet> sets = [];
        for (int i = 0; i < file.Config.Stages.Count; i++)
        {
            sets.Add(await OpenAsync(file.Config.Stages[i], i, rules, cancellationToken));
            census.Ask(sets[i].Workers, cancellationToken);
        }
        return new(file.Config, sets, rules);
    }

    private async Task<PipelineModel> ConnectAsync(OpenedPipeline pipeline, CancellationToken cancellationToken)
    {
        List<StageModel> stages = [];
        for (int i = 0; i < pipeline.Sets.Count; i++)
        {
            StageConfig config = pipeline.Config.Stages[i];
            ModelDescription? model = await pipeline.Rules.CheckAsync(i, pipeline.Sets[i], cancellationToken);
            stages.Add(new(config, new ResilientStage(config, pipeline.Config.Deadline, pipeline.Sets[i], clock), model));
        }
        return new(pipeline.Config, stages);
    }

    private async Task<WorkerSet> OpenAsync(StageConfig stage, int index, WorkerRules rules, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> named = stage.Workers.Count > 0 ? stage.Workers : options.Workers;
        if (named.Count == 0)
        {
            if (workers.Embedded is null)
                rules.NoEmbeddedWorker(index);
            return new(workers.Embedded is null ? [] : [workers.Embedded]);
        }
        (WorkerSet set, IReadOnlyList<WorkerAddress> unresolved) =
            await workers.OpenAsync([.. named.Select(WorkerAddress.Parse).OfType<WorkerAddress>()], cancellationToken);
        foreach (WorkerAddress address in unresolved)
            rules.Unresolved(index, address);
        return set;
    }

    private IReadOnlyList<ConfigProblem> CheckOptions()
    {
        Findings findings = new(Settings);
        for (int i = 0; i < options.Workers.Count; i++)
            PipelineRules.CheckAddress(findings, $"{GatewayOptions.Section}:Workers:{i}", options.Workers, i);
        Positive(options.DescribeTimeout, nameof(options.DescribeTimeout));
        Positive(options.NameRefresh, nameof(options.NameRefresh));
        findings.Require(options.ReplyReserve >= TimeSpan.Zero, $"{GatewayOptions.Section}:{nameof(options.ReplyReserve)}", "It is negative.", "0 or more.");
        findings.Require(options.QualitySample is >= 0 and <= 1, $"{GatewayOptions.Section}:{nameof(options.QualitySample)}", $"{options.QualitySample} is out of range.", "0 to 1.");
        return findings.Problems;

        void Positive(TimeSpan time, string name) =>
            findings.Require(time > TimeSpan.Zero, $"{GatewayOptions.Section}:{name}", $"{DurationConverter.Format(time)} is out of range.", "More than 0.");
    }
}
