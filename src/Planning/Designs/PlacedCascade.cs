using RecPipe.Planning.Experiments;

namespace RecPipe.Planning.Designs;

/// <summary>A cascade whose stages have backends, but no engines yet.</summary>
/// <param name="Models">One a stage.</param>
/// <param name="Items">One a stage.</param>
/// <param name="Backends">One a stage.</param>
internal sealed record PlacedCascade(IReadOnlyList<string> Models, IReadOnlyList<int> Items, IReadOnlyList<BackendConfig> Backends)
{
    /// <summary>All engines it can have, and all splits of queries that differ; only engines of a processor can share a query.</summary>
    public IEnumerable<Design> Designs(int k, IReadOnlyList<int> subBatchRows, DesignMode mode)
    {
        int[][] placed = [.. Backends.Select((backend, stage) => (backend.Name, stage)).GroupBy(entry => entry.Name, entry => entry.stage).Select(stages => stages.ToArray())];
        return from shares in Products.Of(placed.Select(stages => EngineShares.Of(Backends[stages[0]], stages.Length, mode)))
               from rows in mode == DesignMode.Parity ? [0] : subBatchRows
               select Design(Arrange(placed, shares), k, rows);
    }

    private EngineShare[] Arrange(int[][] placed, EngineShare[][] shares)
    {
        EngineShare[] ofStages = new EngineShare[Models.Count];
        foreach ((int[] stages, EngineShare[] given) in placed.Zip(shares))
        {
            for (int i = 0; i < stages.Length; i++)
                ofStages[stages[i]] = given[i];
        }
        return ofStages;
    }

    private Design Design(EngineShare[] shares, int k, int subBatchRows) => new()
    {
        Stages =
        [
            .. Models.Select((model, i) => new DesignedStage
            {
                Model = model,
                Items = Items[i],
                Keep = i + 1 < Items.Count ? Items[i + 1] : k,
                Backend = Backends[i].Name,
                Hardware = shares[i].Hardware,
                Engines = shares[i].Engines,
                SubBatchRows = Backends[i].Device == DeviceKind.Cpu && shares[i].Engines > 1 && Items[i] >= 2 * subBatchRows ? subBatchRows : 0,
            })
        ],
    };
}
