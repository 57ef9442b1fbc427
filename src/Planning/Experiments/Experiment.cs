namespace RecPipe.Planning.Experiments;

/// <summary>A design space and the loads it is judged under (configs/experiments/*.json). <see cref="ExperimentFile"/> reads and checks it.</summary>
public sealed record Experiment
{
    /// <summary>Letters, digits, '-' and '_'.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for and where it comes from; may be absent.</summary>
    public string? Notes { get; init; }

    /// <summary>Where stages may run.</summary>
    public required IReadOnlyList<BackendConfig> Backends { get; init; }

    /// <summary>Cascades that are tried as they are written; together with <see cref="Space"/> or instead of it.</summary>
    public IReadOnlyList<CascadeConfig> Cascades { get; init; } = [];

    /// <summary>Cascades that are enumerated; null for none.</summary>
    public SpaceConfig? Space { get; init; }

    /// <summary>Candidates the last stage returns, which are also those whose quality is judged.</summary>
    public int K { get; init; } = 64;

    /// <summary>Offered loads, queries/s.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [];

    /// <summary>Queries of a run in real time, and of one of the artefact's.</summary>
    public int Queries { get; init; } = 2000;

    /// <summary>Fewest candidates of a part when an idle stage splits a query; 0 never splits. Each value is tried for all stages together.</summary>
    public IReadOnlyList<int> SubBatchRows { get; init; } = [0];
}
