using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Planning.Designs;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Experiments;

/// <summary>What can be wrong with an experiment's hardware, and between it and the cascades.</summary>
internal sealed class HardwareCheck
{
    /// <summary>Of each backend: what its files hold, and where they are named.</summary>
    private readonly Dictionary<string, (HardwareDescription Description, string Field)[]> _hardware = [];

    /// <summary>Reads the hardware.</summary>
    public HardwareCheck(Experiment experiment, ExperimentFiles files, ExperimentFindings findings)
    {
        for (int i = 0; i < experiment.Backends.Count; i++)
        {
            List<(HardwareDescription, string)> read = [];
            for (int h = 0; h < experiment.Backends[i].Hardware.Count; h++)
            {
                string field = $"backends[{i}].hardware[{h}]";
                if (Read(experiment.Backends[i], experiment.Backends[i].Hardware[h], field, files, findings) is { } description)
                    read.Add((description, field));
            }
            _hardware[experiment.Backends[i].Name] = [.. read];
        }
    }

    /// <summary>Whether every cascade finds engines, and times for its models and candidates on them.</summary>
    public void Compare(Experiment experiment, IReadOnlyDictionary<string, ModelShape> models, ExperimentFindings findings)
    {
        HashSet<string> said = [];
        foreach ((PlacedCascade cascade, string field) in Cascades(experiment, models, findings))
        {
            for (int stage = 0; stage < cascade.Models.Count; stage++)
            {
                foreach ((HardwareDescription description, string where) in _hardware[cascade.Backends[stage].Name])
                {
                    if (Lacks(description, cascade.Models[stage], cascade.Items[stage]) is { } problem && said.Add(where + problem.Problem))
                        findings.Add(where, $"{field} needs {cascade.Models[stage]} on {cascade.Items[stage]} candidates there. {problem.Problem}", problem.Remedy);
                }
            }
        }
    }

    private static HardwareDescription? Read(BackendConfig backend, string hardware, string field, ExperimentFiles files, ExperimentFindings findings)
    {
        try
        {
            HardwareDescription description = HardwareFile.Load(files.Hardware(hardware));
            if (description is RpAccel != (backend.Device == DeviceKind.Accelerator))
                findings.Add(field, $"\"{hardware}\" is {(description is RpAccel ? "an accelerator" : "a table of measured times")}, and the backend's device is \"{ConfigText(backend.Device)}\".",
                    description is RpAccel ? "Write \"device\": \"accelerator\"." : "Write \"device\": \"cpu\" or \"gpu\".");
            return description;
        }
        catch (ConfigException e)
        {
            findings.AddAll(field, $"There is no hardware \"{hardware}\"", e);
            return null;
        }
    }

    /// <summary>Cascades that fit, each with where it is written; those that do not are findings when nothing else of their entry does, or when their backends were chosen.</summary>
    private static List<(PlacedCascade Cascade, string Field)> Cascades(Experiment experiment, IReadOnlyDictionary<string, ModelShape> models, ExperimentFindings findings)
    {
        List<(PlacedCascade, string)> fitting = [];
        for (int i = 0; i < experiment.Cascades.Count; i++)
            Add($"cascades[{i}]", CascadeSpace.Listed(experiment.Cascades[i], experiment.Backends), chosen: experiment.Cascades[i].Backends.Count > 0);
        if (experiment.Space is not null)
            Add("space", CascadeSpace.Of(experiment with { Cascades = [] }, models), chosen: false);
        return fitting;

        void Add(string field, IEnumerable<PlacedCascade> cascades, bool chosen)
        {
            Dictionary<string, bool> fits = [];
            foreach (PlacedCascade cascade in cascades)
            {
                string backends = string.Join(" > ", cascade.Backends.Select(backend => backend.Name));
                if (!fits.TryGetValue(backends, out bool fit))
                {
                    fits[backends] = fit = BackendCheck.Fits(cascade);
                    if (!fit && chosen)
                        findings.Add($"{field}.backends", $"{backends} does not fit: {Budget(cascade)}.", "Every stage needs an engine: give the backend more, or choose another.");
                }
                if (fit)
                    fitting.Add((cascade, field));
            }
            if (fits.Count > 0 && fits.Values.All(fit => !fit) && !chosen)
                findings.Add(field, "Nothing fits on the backends: every stage needs an engine.", $"There are {string.Join(", ", experiment.Backends.Select(backend => $"{backend.Engines} of {backend.Name}"))}: give more, or fewer stages.");
            else if (fits.Count == 0)
                findings.Add(field, "The space is empty: no cascade can be made of it.", "Give more models, candidates or keeps.");
        }
    }

    private static string Budget(PlacedCascade cascade) => string.Join(", ", cascade.Backends.GroupBy(backend => backend.Name)
        .Where(stages => stages.Count() > 1).Select(stages => $"{stages.Count()} stages share {stages.First().Engines} of {stages.Key}"));

    private static ConfigProblem? Lacks(HardwareDescription description, string model, int items)
    {
        try
        {
            return description is MeasuredDevice measured && measured.LargestItems(model) < items
                ? new ConfigProblem(measured.Name, model, $"Its times of {model} end at {measured.LargestItems(model)} candidates.", "Measure a larger point and add it, or try fewer candidates.")
                : null;
        }
        catch (ConfigException e)
        {
            return e.Problems[0];
        }
    }

    private static string ConfigText(DeviceKind device) => device.ToString().ToLowerInvariant();
}
