namespace RecPipe.Workloads.Arrivals;

/// <summary>When queries are meant to arrive. Seeded: the same seed gives the same arrivals. Allocates nothing per arrival.</summary>
public interface IArrivalProcess
{
    /// <summary>What it is, in a sentence for reports.</summary>
    string Description { get; }

    /// <summary>The next intended arrival in seconds from the start; never earlier than the one before, infinite after the last.</summary>
    double Next();
}
