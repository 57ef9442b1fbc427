using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;

namespace RecPipe.Planning.Sweeps;

/// <summary>What a sweep found.</summary>
/// <param name="Experiment">What was swept.</param>
/// <param name="Mode">Whose rules.</param>
/// <param name="Means">How points were found.</param>
/// <param name="Designs">All of them.</param>
/// <param name="Points">Design by design, each by rising rate.</param>
public sealed record DesignSweepResult(Experiment Experiment, DesignMode Mode, SweepMeans Means, IReadOnlyList<Design> Designs, IReadOnlyList<SweptPoint> Points)
{
    /// <summary>Offered loads, rising, queries/s.</summary>
    public IReadOnlyList<double> Rates { get; } = [.. Experiment.Rates.Order()];

    /// <summary>Designs that rank the same way, and so equally well: the same models on as many candidates.</summary>
    public IReadOnlyList<SweptCascade> Cascades { get; } =
    [
        .. Designs.Zip(Points.Chunk(Experiment.Rates.Count)).GroupBy(
            entry => string.Join(" > ", entry.First.Stages.Select(stage => $"{stage.Model}@{stage.Items}")),
            (name, entries) => new SweptCascade(name, [.. entries.Select(entry => new SweptDesign(entry.First, entry.Second))]))
    ];
}

/// <summary>Designs that differ in hardware, engines and sub-batches alone.</summary>
/// <param name="Name">For example "rm-small@4096 > rm-large@512".</param>
/// <param name="Designs">At least one.</param>
public sealed record SweptCascade(string Name, IReadOnlyList<SweptDesign> Designs)
{
    /// <summary>Lowest 95th percentile of a rate, by its position; null when every design is saturated.</summary>
    public SweptDesign? Best(int rate) => Designs.Where(design => design.Steady(rate) is not null).MinBy(design => design.Steady(rate));
}

/// <summary>A design with its points.</summary>
/// <param name="Design">The design.</param>
/// <param name="Points">By rising rate.</param>
public sealed record SweptDesign(Design Design, IReadOnlyList<SweptPoint> Points)
{
    /// <summary>Backends of its stages: "cpu > gpu".</summary>
    public string Placement => string.Join(" > ", Design.Stages.Select(stage => stage.Backend));

    /// <summary>95th percentile of a rate, by its position, ms; null when the design is saturated or the point invalid.</summary>
    public double? Steady(int rate) => Points[rate] is { Saturated: false, Invalid: null, P95Ms: { } p95 } ? p95 : null;

    /// <summary>Most queries/s that it answered without being saturated, of the rates that were tried; 0 when it was at every one.</summary>
    public double Sustained => Points.Where(point => point is { Saturated: false, Invalid: null }).Select(point => point.Rate).DefaultIfEmpty(0).Max();
}
