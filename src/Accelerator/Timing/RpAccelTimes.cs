using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Timing;

/// <summary>An RPAccel as one stage's device: the timing model of either mode, asked the way a pipeline asks.</summary>
public sealed class RpAccelTimes : IServiceTimes
{
    private readonly TimingOptions _options;

    /// <exception cref="ConfigException">The hardware file lacks what the mode, or a correction left out, needs.</exception>
    public RpAccelTimes(RpAccel hardware, TimingOptions? options = null)
    {
        _options = options ?? new TimingOptions();
        Model = _options.Mode == TimingMode.Parity
            ? new ParityModel(hardware)
            : new CorrectedModel(hardware, _options.Corrections, _options.OtherWeightBytes);
    }

    public TimingModel Model { get; }

    public string Hardware => Model.Hardware.Name;

    /// <summary>The whole latency of the stage: nothing else starts on the unit before its answer is out.</summary>
    public double ServiceSeconds(ModelShape model, int items, int keep) => Model.Seconds(model, Work(items, keep));

    /// <summary>What a stage of a pipeline asks: the artefact's never asks for its survivors.</summary>
    public StageWork Work(int items, int keep) => new(items, _options.Makes(Corrections.TopN) ? keep : 0)
    {
        Sort = _options.Sort,
        HitRate = _options.HitRate,
        FlashRate = _options.FlashRate,
    };
}
