using RecPipe.Cli.Sweeps;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;
using RecPipe.Planning.Search;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Plans;

/// <summary>The designs of one or several experiments that share their backends.</summary>
/// <param name="Name">Of the experiments.</param>
/// <param name="Experiment">Their backends, models and files, taken together.</param>
/// <param name="Designs">None twice.</param>
/// <param name="Rates">Offered loads, queries/s, none twice.</param>
/// <param name="LeftOut">Which designs that leave hardware idle are not among them, in a sentence; empty when none was left out.</param>
internal sealed record PlannedSpace(string Name, LoadedExperiment Experiment, IReadOnlyList<Design> Designs, IReadOnlyList<double> Rates, string LeftOut)
{
    /// <summary>With those that leave hardware idle.</summary>
    private const int MostDesigns = 20_000;

    /// <param name="files">Experiments, or names of shipped ones.</param>
    /// <param name="hardware">Other hardware for backends, "cpu=my-machine.json".</param>
    /// <param name="mode">Whose rules enumerate the designs.</param>
    /// <exception cref="ConfigException">An experiment is wrong, or they do not go together.</exception>
    public static PlannedSpace Load(IReadOnlyList<string> files, IReadOnlyList<string> hardware, DesignMode mode)
    {
        LoadedExperiment[] loaded = [.. files.Select(file => ShippedConfigs.Resolve(ShippedConfigs.Experiments, file)).Select(path =>
            ExperimentFile.Check(path, HardwareChoices.Apply(ExperimentFile.Read(path), hardware), ShippedConfigs.ExperimentFiles))];
        LoadedExperiment first = loaded[0];
        IReadOnlyList<Design> designs = [.. loaded.SelectMany(experiment => experiment.Designs(mode)).DistinctBy(design => design.Key)];
        ConfigException.ThrowIfAny(
        [
            .. loaded.SelectMany(experiment => experiment.ModelFiles.Select(model => (experiment.File, Model: model.Key, Config: Path.GetFullPath(model.Value)))).GroupBy(model => model.Model)
                .Where(models => models.Select(model => model.Config).Distinct().Count() > 1).Select(models => new ConfigProblem(
                    models.Last().File, "models", $"Its \"{models.Key}\" is {models.Last().Config}, and that of {models.First().File} is {models.First().Config}.", "Call different models differently.")),
            .. loaded.Where(other => other.Experiment.K != first.Experiment.K).Select(other => new ConfigProblem(
                other.File, "k", $"It is {other.Experiment.K}, and {first.Experiment.K} in {first.File}.", "Plan experiments of different list lengths one by one."))
        ]);
        (IReadOnlyList<Design> planned, string leftOut) = mode == DesignMode.Parity ? (designs, "") : FewerEngines.Of(designs, MostDesigns);
        return new(
            string.Join('+', loaded.Select(experiment => experiment.Experiment.Name)),
            first with
            {
                Experiment = first.Experiment with { Backends = SharedBackends.Of(loaded) },
                Models = loaded.SelectMany(experiment => experiment.Models).DistinctBy(model => model.Key).ToDictionary(),
            },
            planned,
            [.. loaded.SelectMany(experiment => experiment.Experiment.Rates).Distinct().Order()],
            leftOut);
    }
}
