using RecPipe.Cli.Evaluate;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Scores;
using RecPipe.Inference.Backends;
using RecPipe.Models.Files;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Qualities;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Plans;

/// <summary>Gets the quality of designs: from a file, or by scoring held-out data with the models.</summary>
internal static class PlanQualities
{
    /// <exception cref="ConfigException">Models, data or the file are not what the designs need.</exception>
    public static async Task<QualityTable> LoadAsync(PlanRequest request, PlannedSpace space, CancellationToken cancellationToken)
    {
        if (request.QualityFile is { } file)
            return QualityFile.Load(ShippedConfigs.Resolve(ShippedConfigs.Qualities, file));
        EvaluationRequest evaluation = new()
        {
            Pipelines = [],
            Models = request.Models!,
            Data = request.Data!,
            Queries = request.Queries,
            Candidates = space.Designs.Max(design => design.Stages[0].Items),
            K = space.Experiment.Experiment.K,
            Seed = request.Options.Seed,
            Mode = request.Mode == DesignMode.Parity ? EvaluationMode.Parity : EvaluationMode.Corrected,
        };
        evaluation.ThrowIfInvalid();
        using EvaluatedQueries data = EvaluatedQueries.Open(evaluation, cancellationToken);
        string[] names = [.. space.Designs.SelectMany(design => design.Stages).Select(stage => stage.Model).Distinct()];
        IReadOnlyList<ModelFile> models = EvaluationRun.Models(request.Models!, names);
        ScoreLoader loader = new(new ScoreCache(evaluation.CacheFolder, Terminal.Note), BackendCatalog.Find(evaluation.Backend, "plan", "--backend"), TimeProvider.System);
        ScoreSet scores = await Terminal.WithProgressAsync("Scores", progress => loader.LoadAsync(
            data.Queries, models, data.Features, new EvaluationRun.Overall(progress, names), cancellationToken)).ConfigureAwait(false);
        EvaluationOptions options = new() { K = data.K, Ties = data.Ties, Mode = evaluation.Mode };
        return ScoredQuality.Of($"{request.Models} on {request.Data}", scores, options, Lengths(request), space.Designs, cancellationToken);
    }

    /// <summary>List lengths that bounds name: 10 of "ndcg@10".</summary>
    private static int[] Lengths(PlanRequest request) =>
        [.. request.Qualities.Select(bound => bound.Metric.Split('@')).Where(parts => parts.Length == 2 && int.TryParse(parts[1], out int k) && k > 0).Select(parts => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))];
}
