using RecPipe.Ranking.Configuration;

namespace RecPipe.Figures.Calibration;

/// <summary>
/// The published system's programs and machines, calibrated on its own logs (configs/calibration/published-logs.json): what the
/// simulator needs to know to say what they would have measured.
/// </summary>
public sealed record PublishedCalibration
{
    /// <summary>Of the shipped file.</summary>
    public const string FileName = "published-logs";

    /// <summary>From which data and how.</summary>
    public required string Provenance { get; init; }

    public required ServerCalibration Server { get; init; }

    public required AcceleratorCalibration Accelerator { get; init; }

    /// <exception cref="ConfigException">It is missing or wrong.</exception>
    public static PublishedCalibration Load(string path) => ConfigFile.Load<PublishedCalibration>(path);
}
