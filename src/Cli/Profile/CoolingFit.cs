namespace RecPipe.Cli.Profile;

/// <summary>
/// How engines that are idle go cold: the time of a query that finds one idle grows from warm to rested, as 1 - e^(-idle / cooling), by least
/// squares within each run, so that a machine whose speed differs from run to run does not pass for one whose engines cool.
/// </summary>
internal sealed class CoolingFit
{
    /// <summary>Fewer queries say nothing.</summary>
    private const int LeastQueries = 100;

    private static readonly double[] s_coolings = [1, 2, 5, 10, 20, 40, 80];

    private readonly Dictionary<(string Model, int Items), CooledTime> _times;

    private CoolingFit(double cooling, Dictionary<(string Model, int Items), CooledTime> times) => (Milliseconds, _times) = (cooling, times);

    /// <summary>Time constant; 0 when there is too little to tell.</summary>
    public double Milliseconds { get; }

    /// <param name="runs">What stages took in a run each: idle time and time of the queries that found an engine idle, ms.</param>
    public static CoolingFit Of(IEnumerable<(string Model, int Items, (double Idle, double Engine)[] Queries)> runs)
    {
        var stages = runs.GroupBy(run => (run.Model, run.Items), run => run.Queries).Where(stage => stage.Sum(queries => queries.Length) >= LeastQueries).ToArray();
        if (stages.Length == 0)
            return new(0, []);
        return s_coolings.Select(cooling => new CoolingFit(cooling, stages.ToDictionary(stage => stage.Key, stage => CooledTime.Fit([.. stage], cooling))))
            .MinBy(fit => fit._times.Values.Sum(time => time.Residual))!;
    }

    /// <summary>Null where too few queries found an engine idle.</summary>
    public CooledTime? Of(string model, int items) => _times.GetValueOrDefault((model, items));
}
