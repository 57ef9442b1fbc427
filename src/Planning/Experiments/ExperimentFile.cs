using System.Text.Json.Nodes;
using RecPipe.Accelerator.Shapes;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Experiments;

/// <summary>Reads experiments: strict, and everything that is wrong is said at once.</summary>
public static class ExperimentFile
{
    /// <param name="path">The file.</param>
    /// <param name="files">Where the models and the hardware it names are.</param>
    /// <exception cref="ConfigException">It cannot be read, or something in it is wrong; lists everything.</exception>
    public static LoadedExperiment Load(string path, ExperimentFiles files) => Check(path, Read(path), files);

    /// <summary>Reads an experiment without a look at what it says.</summary>
    /// <exception cref="ConfigException">It cannot be read, or is no experiment of this kind.</exception>
    public static Experiment Read(string path) => ConfigFile.Load<JsonNode>(path) is JsonObject json && json.ContainsKey("family")
        ? throw new ConfigException(path, "family", "It is a grid of models to train, not a space of designs.", "`recpipe models sweep` takes it.")
        : ConfigFile.Load<Experiment>(path);

    /// <summary>Checks an experiment that was not read from a file, or was changed after it.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="experiment">The experiment.</param>
    /// <param name="files">Where the models and the hardware it names are.</param>
    /// <exception cref="ConfigException">Something in it is wrong; lists everything.</exception>
    public static LoadedExperiment Check(string name, Experiment experiment, ExperimentFiles files)
    {
        ExperimentFindings findings = new(name);
        ModelNames models = new(findings, files);
        Experiment named = experiment with
        {
            Cascades = [.. experiment.Cascades.Select((cascade, c) => cascade with
            {
                Models = [.. cascade.Models.Select((choice, m) => (IReadOnlyList<string>)[.. choice.Select((model, i) => models.NameOf(model, $"cascades[{c}].models[{m}][{i}]"))])],
            })],
            Space = experiment.Space is { } space ? space with { Models = [.. space.Models.Select((model, i) => models.NameOf(model, $"space.models[{i}]"))] } : null,
        };
        ExperimentCheck.Run(named, findings);
        BackendCheck.Run(named, findings);
        HardwareCheck hardware = new(named, files, findings);
        findings.ThrowIfAny();
        hardware.Compare(named, models.Shapes, findings);
        findings.ThrowIfAny();
        return new(name, named, models.Shapes, files) { ModelFiles = models.Paths };
    }

    /// <summary>Reads each model once; models given as files are called by the names in them.</summary>
    private sealed class ModelNames(ExperimentFindings findings, ExperimentFiles files)
    {
        private readonly Dictionary<string, string> _names = [];

        public Dictionary<string, string> Paths { get; } = [];

        public Dictionary<string, ModelShape> Shapes { get; } = [];

        public string NameOf(string written, string field)
        {
            if (_names.TryGetValue(written, out string? known))
                return known;
            _names[written] = written;
            try
            {
                string path = Path.GetFullPath(files.Model(written));
                ModelShape shape = ModelShape.Of(ModelConfigs.Load(path));
                if (Paths.TryGetValue(shape.Name, out string? other) && other != path)
                    findings.Add(field, $"\"{written}\" is called {shape.Name}, as another model is.", "Give each model a name of its own.");
                (_names[written], Paths[shape.Name], Shapes[shape.Name]) = (shape.Name, path, shape);
            }
            catch (ConfigException e)
            {
                findings.AddAll(field, $"There is no model \"{written}\"", e);
            }
            return _names[written];
        }
    }
}
