using RecPipe.Planning.Objectives;

namespace RecPipe.Planning.Search;

/// <summary>
/// Which of two points that hold an objective is recommended: what is preferred decides, equal ones are told apart by the rest, in the order
/// cost, latency, quality, throughput, energy. Nothing a point loses to in everything can come before it.
/// </summary>
internal sealed class PreferenceOrder : IComparer<SearchPoint>
{
    private readonly SearchAxes _axes;
    private readonly Preference[] _order;

    public PreferenceOrder(SearchAxes axes, PlanObjective objective)
    {
        _axes = axes;
        First = objective.Prefer ?? (objective.Qualities.Count == 0 ? Preference.Quality : objective.Latencies.Count == 0 ? Preference.Latency : Preference.Cost);
        _order = [First, .. Enum.GetValues<Preference>().Where(preference => preference != First)];
    }

    /// <summary>What decides.</summary>
    public Preference First { get; }

    /// <summary>Negative when the first is to be recommended.</summary>
    public int Compare(SearchPoint? x, SearchPoint? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int order = 0;
        for (int i = 0; i < _order.Length && order == 0; i++)
            order = Compare(_order[i], x, y);
        if (order == 0 && _axes.Energy)
            order = x.Candidate.Joules.CompareTo(y.Candidate.Joules);
        return order != 0 ? order : x.Candidate.Index.CompareTo(y.Candidate.Index);
    }

    private int Compare(Preference preference, SearchPoint x, SearchPoint y) => preference switch
    {
        Preference.Cost => x.Candidate.Cost.CompareTo(y.Candidate.Cost),
        Preference.Throughput => y.Candidate.Bounds.Capacity.CompareTo(x.Candidate.Bounds.Capacity),
        Preference.Latency => _axes.Latencies.Select(metric => x.Latency(metric).Value.CompareTo(y.Latency(metric).Value)).FirstOrDefault(order => order != 0),
        _ => x.Candidate.Quality.Zip(y.Candidate.Quality, (a, b) => b.CompareTo(a)).FirstOrDefault(order => order != 0),
    };
}
