using RecPipe.Accelerator;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Models.Families;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;

namespace RecPipe.AccelEmulator.Devices;

/// <summary>Puts the models of a folder on the devices that are to serve them.</summary>
internal static class DeviceCatalog
{
    /// <param name="devices">At least one.</param>
    /// <param name="models">All models of the folder.</param>
    /// <param name="scale">Between the devices' time and the host's.</param>
    /// <returns>By model name; models that no device serves are left out.</returns>
    /// <exception cref="ConfigException">Hardware files, models and assignments do not fit; lists all of it.</exception>
    public static IReadOnlyDictionary<string, ServedModel> Load(IReadOnlyList<DeviceOptions> devices, IReadOnlyList<ModelFile> models, TimeScale scale)
    {
        Dictionary<string, ServedModel> served = [];
        List<ConfigProblem> problems = [];
        HashSet<string> named = [.. devices.SelectMany(device => device.Models)];
        for (int i = 0; i < devices.Count; i++)
        {
            DeviceOptions options = devices[i];
            string field = $"{EmulatorOptions.Section}:{nameof(EmulatorOptions.Devices)}:{i}:";
            problems.AddRange(options.Models.Where(name => models.All(model => model.Card.Name != name))
                .Select(name => new ConfigProblem("configuration", $"{field}Models", $"There is no model \"{name}\".", $"There are: {string.Join(", ", models.Select(model => model.Card.Name))}.")));
            ModelFile[] own = [.. models.Where(model => options.Models.Count > 0 ? options.Models.Contains(model.Card.Name) : !named.Contains(model.Card.Name))];
            try
            {
                Place(options, field, own, scale, served, problems);
            }
            catch (ConfigException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        ConfigException.ThrowIfAny(problems);
        return served;
    }

    private static void Place(
        DeviceOptions options, string field, ModelFile[] models, TimeScale scale, Dictionary<string, ServedModel> served, List<ConfigProblem> problems)
    {
        HardwareDescription hardware = HardwareFile.Load(options.Hardware, Overrides.Parse(options.Set));
        Dictionary<string, long> weights = models.Where(model => ModelConfigs.Knows(model.Card.Family)).ToDictionary(model => model.Card.Name, model => ShapeOf(model).WeightBytes);
        IServiceTimes times = Times(hardware, options, field, otherWeights: 0);
        Device device = new(options.Name ?? times.Hardware, times.Hardware, options.Units, options.QueueCapacity);
        foreach (ModelFile model in models)
        {
            try
            {
                ModelShape shape = ShapeOf(model);
                IServiceTimes own = Times(hardware, options, field, weights.Values.Sum() - shape.WeightBytes);
                own.ServiceSeconds(shape, 1, 1);
                if (!served.TryAdd(model.Card.Name, new(device, own, shape, scale)))
                    problems.Add(new("configuration", $"{field}Models", $"The model \"{model.Card.Name}\" is on another device already.", "A model is on one device; give that more units, or start another emulator."));
            }
            catch (ConfigException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        if (!served.Values.Any(model => model.Device == device) && problems.Count == 0)
            problems.Add(new("configuration", $"{field}Models", $"The device {device.Name} serves no model.", "Name models that no other device serves."));
    }

    /// <summary>What the hardware file describes, ready to be asked for the times of a model beside others on the same device.</summary>
    private static IServiceTimes Times(HardwareDescription hardware, DeviceOptions options, string field, long otherWeights) => hardware switch
    {
        MeasuredDevice when options.Mode == TimingMode.Parity =>
            throw new ConfigException("configuration", $"{field}Mode", $"{options.Hardware} holds measured times, which have no parity mode.", "Leave the mode out."),
        MeasuredDevice measured => measured,
        RpAccel accelerator => new RpAccelTimes(accelerator, new TimingOptions { Mode = options.Mode, HitRate = options.HitRate, OtherWeightBytes = otherWeights }),
        var other => throw new ConfigException(options.Hardware, "kind", $"{other.GetType().Name} has no service times.", "Give an accelerator or a table of measured times."),
    };

    private static ModelShape ShapeOf(ModelFile model) => ModelConfigs.Of(model) switch
    {
        DlrmConfig dlrm => ModelShape.Of(dlrm, model.Card.Tables.Count),
        var other => ModelShape.Of(other),
    };
}
