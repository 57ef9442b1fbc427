namespace RecPipe.Planning.Designs;

/// <summary>One stage of a design.</summary>
public sealed record DesignedStage
{
    /// <summary>The ranking model.</summary>
    public required string Model { get; init; }

    /// <summary>Candidates that reach it.</summary>
    public required int Items { get; init; }

    /// <summary>Survivors.</summary>
    public required int Keep { get; init; }

    /// <summary>The experiment's name of where it runs.</summary>
    public required string Backend { get; init; }

    /// <summary>The hardware of one engine: "rpaccel-4" of the backend "rpaccel".</summary>
    public required string Hardware { get; init; }

    /// <summary>Engines the stage has to itself.</summary>
    public required int Engines { get; init; }

    /// <summary>Fewest candidates of a part when a query is split over idle engines; 0 never.</summary>
    public int SubBatchRows { get; init; }
}
