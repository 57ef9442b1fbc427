using RecPipe.Datasets.Store;
using RecPipe.Evaluation.Cascades;
using RecPipe.Evaluation.Queries;
using RecPipe.Evaluation.Scores;
using RecPipe.Inference.Backends;
using RecPipe.Models.Files;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Queries;

namespace RecPipe.Figures.Sources;

/// <summary>Quality of single models at several numbers of candidates, measured with trained models on a feature store; shares, not percent.</summary>
internal sealed class MeasuredQuality
{
    private const int Queries = 50, K = 64;

    private readonly Dictionary<(string Model, int Items), double> _ndcg = [];
    private readonly Dictionary<string, double> _errors = [];

    private MeasuredQuality(string description) => Description = description;

    /// <summary>What was measured on what.</summary>
    public string Description { get; }

    /// <param name="context">Its models and data.</param>
    /// <param name="models">Names.</param>
    /// <param name="items">Candidates, ascending.</param>
    /// <param name="cancellationToken">Stops between requests; scores are kept.</param>
    /// <exception cref="ConfigException">Models or data are not there, or do not fit.</exception>
    public static MeasuredQuality Measure(FigureContext context, string[] models, int[] items, CancellationToken cancellationToken)
    {
        bool parity = context.Mode == FigureMode.Parity;
        IReadOnlyList<ModelFile> all = ModelFolder.Load(context.Models!);
        ConfigException.ThrowIfAny([.. models.Except(all.Select(model => model.Card.Name)).Select(name => new ConfigProblem(context.Models!, "", $"There is no model \"{name}\" in it.", "Train it: recpipe train --model " + name))]);
        using FeatureStore store = FeatureStore.Open(context.Data!);
        store.VerifyChecksums(cancellationToken); // cached scores go by them
        ScoreSet scores = new ScoreLoader(new ScoreCache(Path.Combine(context.Models!, "scores"), _ => { }), BackendCatalog.Find("cpu", "figures", "--models"), TimeProvider.System)
            .LoadAsync(Draw(store, context, items[^1], parity, cancellationToken), [.. models.Select(name => all.Single(model => model.Card.Name == name))], store, new Overall(context.Progress, models), cancellationToken)
            .GetAwaiter().GetResult();
        MeasuredQuality measured = new(FormattableString.Invariant($"Ours: models of {Path.GetFileName(Path.TrimEndingDirectorySeparator(context.Models!))} on \"{store.Manifest.Source}\", {Queries} queries of {items[^1]} {(parity ? "consecutive training rows" : "held-out rows")}. Other data than the published Criteo log are another level of quality; what compares is how it changes with candidates and models."));
        measured.Judge(scores, items, parity, cancellationToken);
        return measured;
    }

    public double Ndcg(string model, int items) => _ndcg[(model, items)];

    /// <summary>Share of candidates on the wrong side of one half; null outside parity mode.</summary>
    public double? Error(string model) => _errors.TryGetValue(model, out double error) ? error : null;

    private void Judge(ScoreSet scores, int[] items, bool parity, CancellationToken cancellationToken)
    {
        (string Model, int Items)[] keys = [.. scores.Models.SelectMany(model => items.Select(count => (model.Card.Name, count)))];
        Cascade[] cascades = [.. keys.Select(key => new Cascade(key.Model, new CascadeStage(scores.IndexOf(key.Model), K)) { Candidates = key.Items })];
        EvaluationOptions options = new() { K = K, Mode = parity ? EvaluationMode.Parity : EvaluationMode.Corrected };
        IReadOnlyList<CascadeQuality> found = CascadeEvaluation.Run(scores, cascades, options, cancellationToken);
        for (int i = 0; i < keys.Length; i++)
        {
            _ndcg[keys[i]] = found[i][parity ? QualityMetric.AllOnesDcgRatio : QualityMetric.Ndcg];
            if (parity && keys[i].Items == items[^1])
                _errors[keys[i].Model] = found[i][QualityMetric.LastStageError];
        }
    }

    private static QuerySet Draw(FeatureStore store, FigureContext context, int candidates, bool parity, CancellationToken cancellationToken)
    {
        IQuerySource source = parity ? new ConsecutiveRows(store, ..store.Manifest.TrainRows, candidates) : new HeldOutRows(store, context.Seed, candidates);
        string checksums = string.Join(' ', store.Manifest.Checksums.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Key}={file.Value}"));
        QuerySetIdentity identity = new(context.Data!, checksums, $"{(parity ? "Training" : "HeldOut")} seed {context.Seed} candidates {candidates}");
        return QuerySet.Draw(source, Queries, identity, cancellationToken);
    }

    private sealed class Overall(IProgress<double>? bar, string[] models) : IProgress<(string Model, double Share)>
    {
        public void Report((string Model, double Share) value) => bar?.Report((Array.IndexOf(models, value.Model) + value.Share) / models.Length);
    }
}
