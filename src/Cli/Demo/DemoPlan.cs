namespace RecPipe.Cli.Demo;

/// <summary>How much the demo makes, trains and measures.</summary>
internal sealed record DemoPlan
{
    public required int Rows { get; init; }

    /// <summary>Most rows of an embedding table: rows of the big tables that a short training run would see once are folded.</summary>
    public required int TableCap { get; init; }

    /// <summary>Offered loads, as shares of what the two-stage pipeline can answer.</summary>
    public required IReadOnlyList<double> Loads { get; init; }

    /// <summary>Of each measurement, without its warm-up.</summary>
    public required TimeSpan Measure { get; init; }

    public required TimeSpan WarmUp { get; init; }

    /// <summary>Two to four minutes on 2 cores.</summary>
    public static DemoPlan Full { get; } = new()
    {
        Rows = 600_000,
        TableCap = 50_000,
        Loads = [0.1, 0.25, 0.5, 0.75],
        Measure = TimeSpan.FromSeconds(6),
        WarmUp = TimeSpan.FromSeconds(1),
    };

    /// <summary>Under a minute on 2 cores; models learn less.</summary>
    public static DemoPlan Quick { get; } = new()
    {
        Rows = 200_000,
        TableCap = 20_000,
        Loads = [0.1, 0.3, 0.6],
        Measure = TimeSpan.FromSeconds(2),
        WarmUp = TimeSpan.FromSeconds(0.3),
    };
}
