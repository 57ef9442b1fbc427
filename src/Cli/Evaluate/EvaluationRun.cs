using System.Diagnostics;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Scores;
using RecPipe.Inference.Backends;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Evaluate;

/// <summary>Scores, evaluates and gathers what a report needs.</summary>
internal static class EvaluationRun
{
    /// <exception cref="ConfigException">Lists everything that is wrong with pipelines, models or data.</exception>
    public static async Task<EvaluationReport> RunAsync(EvaluationRequest request, CancellationToken cancellationToken)
    {
        request.ThrowIfInvalid();
        IBackend backend = BackendCatalog.Find(request.Backend, "evaluate", "--backend");
        using EvaluatedQueries data = EvaluatedQueries.Open(request, cancellationToken);
        IReadOnlyList<EvaluatedPipeline> pipelines = EvaluatedPipeline.ReadAll(request.Pipelines, request.Keeps, data.K, data.Queries.Candidates);
        string[] names = [.. pipelines.SelectMany(pipeline => pipeline.Stages).Select(stage => stage.Model).Distinct()];
        IReadOnlyList<ModelFile> models = Models(request.Models, names);
        foreach (ModelFile model in models)
        {
            if (data.LearnedElsewhere(model.Card))
                Terminal.Note($"note: {model.Card.Name} learned from \"{model.Card.Training!.Data}\", {request.Data} is \"{data.Source}\": what is held out here may be what it learned from.");
        }
        ScoreLoader loader = new(new ScoreCache(request.CacheFolder, Terminal.Note), backend, TimeProvider.System);
        ScoreSet scores = await Terminal.WithProgressAsync("Scores", progress => loader.LoadAsync(
            data.Queries, models, data.Features, new Overall(progress, names), cancellationToken)).ConfigureAwait(false);

        long started = Stopwatch.GetTimestamp();
        EvaluationOptions options = new() { K = data.K, Ties = data.Ties, Mode = request.Mode };
        Cascade[] cascades = [.. pipelines.Select(pipeline => pipeline.ToCascade(names))];
        string[] last = [.. pipelines.Select(pipeline => pipeline.Stages[^1].Model).Distinct()];
        Cascade[] alone = [.. last.Select(model => new Cascade(model, new CascadeStage(Array.IndexOf(names, model), data.K)))];
        IReadOnlyList<CascadeQuality> quality = CascadeEvaluation.Run(scores, [.. cascades, .. alone], options, cancellationToken);
        IReadOnlyList<WholeListQuality>? whole = request.Mode == EvaluationMode.Corrected ? WholeListQuality.Of(scores, cascades, cancellationToken) : null;
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        return new()
        {
            Request = request,
            Data = data,
            Options = options,
            Took = took,
            Models = [.. scores.Models.Select((model, i) => new ReportedModel(model, ModelQuality.Of(scores, i)))],
            Pipelines =
            [
                .. pipelines.Select((pipeline, i) => new ReportedPipeline(
                    pipeline,
                    quality[i],
                    quality[cascades.Length + Array.IndexOf(last, pipeline.Stages[^1].Model)],
                    whole?[i])),
            ],
        };
    }

    /// <summary>The named models of a folder, in the order of their names.</summary>
    /// <exception cref="ConfigException">Some are not there; lists all.</exception>
    public static IReadOnlyList<ModelFile> Models(string folder, string[] names)
    {
        IReadOnlyList<ModelFile> all = ModelFolder.Load(folder);
        ConfigException.ThrowIfAny(
        [
            .. names.Except(all.Select(model => model.Card.Name)).Select(name => new ConfigProblem(
                folder, "", $"There is no model \"{name}\" in it.", $"There are: {string.Join(", ", all.Select(model => model.Card.Name))}.")),
        ]);
        return [.. names.Select(name => all.Single(model => model.Card.Name == name))];
    }

    /// <summary>One bar for all models.</summary>
    internal sealed class Overall(IProgress<double> bar, string[] names) : IProgress<(string Model, double Share)>
    {
        public void Report((string Model, double Share) value) => bar.Report((Array.IndexOf(names, value.Model) + value.Share) / names.Length);
    }
}
