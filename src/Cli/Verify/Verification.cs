using RecPipe.Reporting;

namespace RecPipe.Cli.Verify;

/// <summary>Predicted against measured, of one design on this machine.</summary>
internal sealed record Verification
{
    public required string Plan { get; init; }

    /// <summary>The design, written out.</summary>
    public required string Design { get; init; }

    /// <summary>Predicted, queries/s.</summary>
    public required double Capacity { get; init; }

    /// <summary>Largest error of p95 that passes.</summary>
    public required double Tolerance { get; init; }

    public required IReadOnlyList<VerifiedLoad> Loads { get; init; }

    public required MachineDescription Machine { get; init; }

    /// <summary>Of RecPipe.</summary>
    public required string Version { get; init; }

    /// <summary>More queries without an answer than this share are no service.</summary>
    public const double MostFailed = 0.01;

    public bool Passed => Loads.All(load => Math.Abs(load.P95Error) <= Tolerance && load.Failed <= MostFailed);
}
