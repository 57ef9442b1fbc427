using RecPipe.Accelerator;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Physical;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Ranking.Configuration;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Planning.Backends;

/// <summary>The hardware an experiment names, read: what each model takes on it.</summary>
public sealed class HardwareCatalog
{
    private readonly Dictionary<(string Backend, string Hardware), IServiceTimes> _times = [];
    private readonly IReadOnlyDictionary<string, ModelShape> _models;

    /// <param name="backends">Of the experiment.</param>
    /// <param name="models">By name; those of cascades on accelerators, at least.</param>
    /// <param name="resolve">Path of a hardware file as the experiment names it.</param>
    /// <exception cref="ConfigException">A file is missing or wrong.</exception>
    public HardwareCatalog(IReadOnlyList<BackendConfig> backends, IReadOnlyDictionary<string, ModelShape> models, Func<string, string> resolve)
    {
        _models = models;
        foreach (BackendConfig backend in backends)
        {
            foreach (string hardware in backend.Hardware)
            {
                _times.Add((backend.Name, hardware), HardwareFile.Load(resolve(hardware)) switch
                {
                    RpAccel accelerator => new RpAccelTimes(accelerator, new() { Mode = backend.Mode }),
                    MeasuredDevice measured => measured,
                    var other => throw new ConfigException(hardware, "kind", $"Nothing runs on a {other.GetType().Name}.", "Name an accelerator or a measured device."),
                });
            }
        }
        ((_, ServingHardware), IServiceTimes? serving) = _times.FirstOrDefault(times => times.Value is MeasuredDevice { Overhead: not null });
        Serving = serving as MeasuredDevice;
    }

    /// <summary>The measured machine that also runs the gateway: the first whose file says what a query takes outside engines; null when none does.</summary>
    public MeasuredDevice? Serving { get; }

    /// <summary>What the experiment calls <see cref="Serving"/>'s hardware.</summary>
    public string? ServingHardware { get; }

    /// <summary>Seconds one engine takes for so many of a stage's candidates when no other is busy.</summary>
    public double Seconds(DesignedStage stage, int items) => Seconds(stage, items, busy: 1);

    /// <summary>Mean seconds one engine takes for so many of a stage's candidates while so many engines of the machine are busy.</summary>
    public double Seconds(DesignedStage stage, int items, int busy) => TimesOf(stage) switch
    {
        MeasuredDevice measured => measured.Seconds(stage.Model, items, busy),
        var times => times.ServiceSeconds(_models[stage.Model], items, Math.Min(stage.Keep, items)),
    };

    /// <summary>Cores that the stage's engines share with those of every other stage on the same hardware; 0 when they share nothing.</summary>
    public int CoresOf(DesignedStage stage) => TimesOf(stage) is MeasuredDevice measured ? measured.Cores : 0;

    /// <summary>Energy of the modelled chip for one query of a stage, J; NaN on measured devices. DRAM, link and host are not counted.</summary>
    public double Joules(DesignedStage stage) => _times[(stage.Backend, stage.Hardware)] is RpAccelTimes { Model: var model } times
        ? Energy(model, times.Work(stage.Items, stage.Keep), _models[stage.Model])
        : double.NaN;

    private static double Energy(TimingModel timing, StageWork work, ModelShape model) =>
        StageEnergy.Of(timing.Hardware, timing.Breakdown(model, work), work.Sort).TotalJoules;

    /// <summary>What the simulator draws a stage's times from.</summary>
    public ServiceTime TimeOf(DesignedStage stage)
    {
        int parts = stage.SubBatchRows > 0 ? stage.Engines : 1;
        StageTime mean = new(stage.Items, parts, Math.Max(1, CoresOf(stage)), (items, busy) => Seconds(stage, items, busy));
        return Varied(mean, TimesOf(stage) is MeasuredDevice measured ? measured.VariationOf(stage.Model) : []);
    }

    /// <summary>The same for queries that find an idle engine; null when that makes no difference.</summary>
    public ServiceTime? RestedTimeOf(DesignedStage stage)
    {
        if (TimesOf(stage) is not MeasuredDevice measured || measured.RestedSeconds(stage.Model, stage.Items) == measured.Seconds(stage.Model, stage.Items, busy: 1))
            return null;
        StageTime mean = new(stage.Items, stage.SubBatchRows > 0 ? stage.Engines : 1, 1, (items, _) => measured.RestedSeconds(stage.Model, items));
        return Varied(mean, measured.RestedVariationOf(stage.Model));
    }

    /// <summary>How fast the engines of a stage go cold, seconds; 0 at once.</summary>
    public double RestSecondsOf(DesignedStage stage) => TimesOf(stage) is MeasuredDevice measured ? measured.CoolingMilliseconds / 1000 : 0;

    private static ServiceTime Varied(ServiceTime mean, IReadOnlyList<double> variation) => variation.Count == 0 ? mean : new VariedTime(mean, variation);

    private IServiceTimes TimesOf(DesignedStage stage) => _times[(stage.Backend, stage.Hardware)];
}
