using RecPipe.Accelerator.Shapes;
using RecPipe.Cli.Serving;
using RecPipe.Models.Families;
using RecPipe.Models.Files;
using RecPipe.Planning.Backends;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Performance;
using RecPipe.Planning.Plans;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Cli.Verify;

/// <summary>What is verified: a plan as it was written, or one made of a pipeline file and a profile.</summary>
/// <param name="Plan">The plan.</param>
internal sealed record VerifiedPlan(Plan Plan)
{
    /// <summary>Hardware as plans and experiments name it: a file, or a shipped one's name.</summary>
    public static string Resolve(string hardware) => ShippedConfigs.Resolve(ShippedConfigs.Hardware, hardware);

    /// <exception cref="ConfigException">The file is missing or wrong.</exception>
    public static VerifiedPlan Read(string file)
    {
        try
        {
            Plan plan = ConfigFile.Load<Plan>(file);
            PlanCheck.ThrowIfInvalid(file, plan);
            return new(plan);
        }
        catch (ConfigException) when (IsPipeline(file))
        {
            throw new ConfigException(file, "--plan", "It is a pipeline, not a plan.", "Give what `recpipe plan --out` wrote, or --pipeline FILE with --profile FILE.");
        }
    }

    /// <exception cref="ConfigException">Neither a plan nor a pipeline with a profile was given, or the file is wrong.</exception>
    public static VerifiedPlan Of(string? pipeline, string? profile, IReadOnlyList<int> engines, int candidates, int subBatchRows)
    {
        if (pipeline is null || profile is null)
            throw new ConfigException("recpipe verify", "--plan", "Neither a plan nor a pipeline with its profile was given.", "Give --plan FILE, or --pipeline FILE with --profile FILE.");
        PipelineConfig config = ConfigFile.Load<PipelineConfig>(ShippedConfigs.Resolve(ShippedConfigs.Pipelines, pipeline));
        ConfigException.ThrowIfAny(
        [
            .. PipelineDesign.Problems("recpipe verify", config, candidates),
            .. engines.Where(count => count < 1).Select(count => new ConfigProblem("recpipe verify", "--engines", $"{count} engines.", "At least 1 of each stage.")),
            .. engines.Skip(config.Stages.Count).Select(_ => new ConfigProblem("recpipe verify", "--engines", $"There are {engines.Count} numbers, and {config.Stages.Count} stages.", "Give one a stage, or one for all.")).Take(1),
        ]);
        Design design = PipelineDesign.Of(config, candidates, profile, engines, subBatchRows: subBatchRows);
        return new(new Plan
        {
            Name = config.Name,
            Design = design,
            Backends = [new() { Name = PipelineDesign.Backend, Hardware = [profile], Engines = design.Stages.Sum(stage => stage.Engines) }],
            Rate = 1,
        });
    }

    private static bool IsPipeline(string file)
    {
        try
        {
            ConfigFile.Load<PipelineConfig>(file);
            return true;
        }
        catch (ConfigException)
        {
            return false;
        }
    }

    /// <summary>Predicts the plan.</summary>
    /// <param name="models">Folder of the models, for the shapes that modelled accelerators need.</param>
    public DesignModel Model(string models)
    {
        Dictionary<string, ModelShape> shapes = [];
        foreach (ModelFile file in ModelFolder.Load(models).Where(file => Plan.Design.Stages.Any(stage => stage.Model == file.Card.Name)))
        {
            if (ModelConfigs.Knows(file.Card.Family))
                shapes[file.Card.Name] = ModelConfigs.Of(file) is DlrmConfig dlrm ? ModelShape.Of(dlrm, file.Card.Tables.Count) : ModelShape.Of(ModelConfigs.Of(file));
        }
        return new(new HardwareCatalog(Plan.Backends, shapes, Resolve));
    }
}
