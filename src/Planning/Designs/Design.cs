namespace RecPipe.Planning.Designs;

/// <summary>A pipeline with all that decides how it performs: models, items, hardware, engines.</summary>
public sealed record Design
{
    /// <summary>At least one, in the order they run.</summary>
    public required IReadOnlyList<DesignedStage> Stages { get; init; }

    /// <summary>All of it as text: the same for designs that are the same.</summary>
    public string Key => string.Join(" > ", Stages.Select(stage =>
        $"{stage.Model}@{stage.Items}-{stage.Keep} {stage.Backend}:{stage.Hardware} x{stage.Engines} /{stage.SubBatchRows}"));

    /// <summary>For example "rm-small@4096 cpu x1 > rm-large@512 rpaccel-4 x2".</summary>
    public override string ToString() => string.Join(" > ", Stages.Select(stage =>
        $"{stage.Model}@{stage.Items} {stage.Hardware} x{stage.Engines}{(stage.SubBatchRows > 0 ? $" /{stage.SubBatchRows}" : "")}"));
}
