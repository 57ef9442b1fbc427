using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Timing;

/// <summary>A query through all stages of a pipeline on idle accelerators: the plain sum of its stages.</summary>
public sealed record DevicePipeline
{
    /// <summary>In order; PCIe not paid is 0 in their cycles.</summary>
    public required IReadOnlyList<TimeBreakdown> Stages { get; init; }

    /// <summary>Seconds from query to answer, added in the order of the stages.</summary>
    public double LatencySeconds => Stages.Sum(stage => stage.LatencySeconds);

    /// <summary>Times each stage and settles what stages on one device share.</summary>
    /// <exception cref="ConfigException">A hardware description lacks what the options ask for.</exception>
    public static DevicePipeline Time(IReadOnlyList<DeviceStage> stages, TimingOptions options, DevicePlacement placement)
    {
        bool handsOver = placement != DevicePlacement.Separate && options.Makes(Corrections.PcieOnce);
        TimeBreakdown[] times = new TimeBreakdown[stages.Count];
        for (int i = 0; i < times.Length; i++)
        {
            long others = placement == DevicePlacement.OneUnit ? OtherWeights(stages, i, options) : 0;
            RpAccelTimes device = new(stages[i].Hardware, options with { OtherWeightBytes = options.OtherWeightBytes + others });
            TimeBreakdown time = device.Model.Breakdown(stages[i].Model, device.Work(stages[i].Items, stages[i].Keep));
            StageCycles cycles = time.Cycles with
            {
                InputPcie = handsOver && i > 0 ? 0 : time.Cycles.InputPcie,
                OutputPcie = handsOver && i < times.Length - 1 ? 0 : time.Cycles.OutputPcie,
            };
            times[i] = time with { Cycles = cycles };
        }
        return new DevicePipeline { Stages = times };
    }

    /// <summary>Bytes of the weights of the other models; a model that two stages use is there once.</summary>
    private static long OtherWeights(IReadOnlyList<DeviceStage> stages, int index, TimingOptions options) => stages
        .Select(stage => stage.Model)
        .Where(model => model.Name != stages[index].Model.Name)
        .DistinctBy(model => model.Name)
        .Sum(model => ModelWeights.Bytes(model, options.Makes(Corrections.TopWidth) ? model.TopMlp : model.ConcatenatedTopMlp));
}
