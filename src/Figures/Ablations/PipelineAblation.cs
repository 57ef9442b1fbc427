using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Pipelines;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Models.Families;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Figures.Ablations;

/// <summary>One pipeline's ablations: what each correction of the timing model and each feature of the device brings it.</summary>
/// <param name="Pipeline">Its name.</param>
/// <param name="Corrections">Of the timing model.</param>
/// <param name="Published">The published model and design.</param>
/// <param name="Stages">With the hit rates of their caches.</param>
/// <param name="Features">Of the device.</param>
public sealed record PipelineAblation(
    string Pipeline, IReadOnlyList<CorrectionStep> Corrections, PublishedDesign Published, IReadOnlyList<DesignStage> Stages, IReadOnlyList<FeatureStep> Features)
{
    /// <param name="pipeline">Whose stages run on the device.</param>
    /// <param name="model">Path of a model's configuration, by its name.</param>
    /// <param name="device">The whole device; the published design gives each stage of several a quarter of it.</param>
    /// <param name="candidates">Candidates a query.</param>
    /// <param name="traces">What the stages read.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static PipelineAblation Run(
        PipelineConfig pipeline, Func<string, string> model, RpAccel device, int candidates, PipelineTraces traces, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ModelShape[] models = [.. pipeline.Stages.Select(stage => ModelShape.Of(DlrmConfig.Load(model(stage.Model))))];
        int[] items = [candidates, .. pipeline.Stages.SkipLast(1).Select(stage => stage.Keep)];
        bool one = models.Length == 1;
        RpAccel slice = device.Slice(4);
        DeviceStage[] published = [.. models.Select((shape, i) => new DeviceStage(one ? device : slice, shape, items[i], pipeline.Stages[i].Keep))];
        long gathered = models.Select((shape, i) => items[i] * shape.RowBytes).Sum();
        DesignStage[] stages =
        [
            .. models.Select((shape, i) => new DesignStage(shape, items[i], pipeline.Stages[i].Keep, CacheHitRates.Measure(
                traces.Of(items[i]),
                capacity: Rows(device.EmbeddingSramBytes * ((double)(items[i] * shape.RowBytes) / gathered), shape),
                window: items[i] * shape.LookupCount,
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
