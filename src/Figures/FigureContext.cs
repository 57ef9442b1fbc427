namespace RecPipe.Figures;

/// <summary>What a figure is made from.</summary>
public sealed record FigureContext
{
    public FigureMode Mode { get; init; } = FigureMode.Corrected;

    /// <summary>Of all chance.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Runs behind each simulated point, at least 2; more are steadier.</summary>
    public int Repetitions { get; init; } = 8;

    /// <summary>The folder "configs" with its folders models, hardware, experiments and calibration.</summary>
    public required string Configs { get; init; }

    /// <summary>Folder of trained models; null: qualities are the published ones, and the figure says so.</summary>
    public string? Models { get; init; }

    /// <summary>Feature store to measure quality on; null as for <see cref="Models"/>.</summary>
    public string? Data { get; init; }

    /// <summary>Folder of a finished `recpipe models sweep`, whose networks stand beside the published ones; null for none.</summary>
    public string? Sweep { get; init; }

    /// <summary>Told the share done, 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>A shipped file, for example ("hardware", "rpaccel-4").</summary>
    public string Config(string folder, string name) => Path.Combine(Configs, folder, name + ".json");
}
