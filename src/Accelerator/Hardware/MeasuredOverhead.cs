namespace RecPipe.Accelerator.Hardware;

/// <summary>What a query takes outside engines on the machine that serves it: from served queries, by subtraction.</summary>
public sealed record MeasuredOverhead
{
    /// <summary>Once a query, by its candidates: client to gateway, the gateway itself, the answer back. At least one point.</summary>
    public required IReadOnlyList<MeasuredCost> Query { get; init; }

    /// <summary>Once a stage, by the candidates that reach it: gateway to engine and back. At least one point.</summary>
    public required IReadOnlyList<MeasuredCost> Stage { get; init; }

    /// <summary>Of a query's own share: quantiles of (time / mean time), as <see cref="MeasuredDevice.Variation"/>.</summary>
    public IReadOnlyList<double> Variation { get; init; } = [];

    /// <summary>The same of a stage's share.</summary>
    public IReadOnlyList<double> StageVariation { get; init; } = [];

    /// <summary>A query's own share.</summary>
    /// <param name="items">Its candidates.</param>
    public MeasuredCost OfQuery(int items) => MeasuredCost.Of(Query, items);

    /// <summary>A stage's share.</summary>
    /// <param name="items">Candidates that reach it.</param>
    public MeasuredCost OfStage(int items) => MeasuredCost.Of(Stage, items);
}
