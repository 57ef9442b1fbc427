using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Pipelines;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Models.Families;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Cli.Accel;

/// <summary>One pipeline's ablations as `accel ablation` prints them.</summary>
internal sealed record PipelineAblation(
    string Pipeline, IReadOnlyList<CorrectionStep> Corrections, PublishedDesign Published, IReadOnlyList<DesignStage> Stages, IReadOnlyList<FeatureStep> Features)
{
    /// <param name="pipeline">Its models have shipped configurations.</param>
    /// <param name="device">The whole device; the published design gives each stage of several a quarter of it.</param>
    /// <param name="candidates">Candidates a query.</param>
    /// <param name="traces">What the stages read.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static PipelineAblation Run(
        PipelineConfig pipeline, RpAccel device, int candidates, PipelineTraces traces, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ModelShape[] models = [.. pipeline.Stages.Select(stage => ModelShape.Of(DlrmConfig.Load(ShippedConfigs.Resolve(ShippedConfigs.Models, stage.Model))))];
        int[] items = [candidates, .. pipeline.Stages.SkipLast(1).Select(stage => stage.Keep)];
        bool one = models.Length == 1;
        RpAccel slice = device.Slice(4);
        DeviceStage[] published = [.. models.Select((model, i) => new DeviceStage(one ? device : slice, model, items[i], pipeline.Stages[i].Keep))];
        long gathered = models.Select((model, i) => items[i] * model.RowBytes).Sum();
        DesignStage[] stages =
        [
            .. models.Select((model, i) => new DesignStage(model, items[i], pipeline.Stages[i].Keep, CacheHitRates.Measure(
                traces.Of(items[i]),
                capacity: Rows(device.EmbeddingSramBytes * ((double)(items[i] * model.RowBytes) / gathered), model),
                window: items[i] * model.LookupCount,
                cancellationToken))),
        ];
        return new PipelineAblation(
            pipeline.Name,
            CorrectionAblation.Run(published, one ? DevicePlacement.Separate : DevicePlacement.Slices),
            PublishedDesign.Of(published, device),
            stages,
            FeatureAblation.Run(device, stages, progress, cancellationToken));
    }

    /// <summary>Whole rows that fit; at least the two the dual cache needs.</summary>
    private static int Rows(double bytes, ModelShape model) => (int)Math.Clamp(bytes / (4 * model.Lookups[0].Width), 2, int.MaxValue / 2);
}
