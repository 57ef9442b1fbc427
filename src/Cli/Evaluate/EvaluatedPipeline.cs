using RecPipe.Evaluation.Cascades;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Cli.Evaluate;

/// <summary>A pipeline to evaluate: a file's, or one of the variants that --keeps makes of it.</summary>
/// <param name="Name">The file's pipeline.</param>
/// <param name="Stages">Model and keep, in order.</param>
internal sealed record EvaluatedPipeline(string Name, IReadOnlyList<(string Model, int Keep)> Stages)
{
    /// <summary>Reads files and makes their variants.</summary>
    /// <param name="files">Pipeline files.</param>
    /// <param name="keeps">For every stage but the last; empty for those of the files.</param>
    /// <param name="k">The list that is judged.</param>
    /// <param name="candidates">Candidates a query.</param>
    /// <exception cref="ConfigException">Lists everything that is wrong with any of them.</exception>
    public static IReadOnlyList<EvaluatedPipeline> ReadAll(IReadOnlyList<string> files, IReadOnlyList<int> keeps, int k, int candidates)
    {
        List<ConfigProblem> problems = [];
        List<EvaluatedPipeline> pipelines = [];
        foreach (string file in files.Select(file => ShippedConfigs.Resolve(ShippedConfigs.Pipelines, file)))
        {
            try
            {
                PipelineConfig config = ConfigFile.Load<PipelineConfig>(file);
                int before = problems.Count;
                problems.AddRange(Problems(file, config, k, keeps.Count > 0));
                if (problems.Count > before)
                    continue;
                EvaluatedPipeline pipeline = new(config.Name, [.. config.Stages.Select(stage => (stage.Model, stage.Keep))]);
                List<EvaluatedPipeline> variants = keeps.Count == 0 ? [pipeline] : pipeline.Variants([.. keeps.Where(keep => keep < candidates).Distinct().OrderDescending()]);
                if (variants.Count == 0)
                    problems.Add(new(file, "stages", $"None of the keeps {string.Join(',', keeps)} fits between {candidates} candidates and the {pipeline.Stages[^1].Keep} of the last stage.", $"Each stage keeps fewer than the one before; give {pipeline.Stages.Count - 1} such keeps."));
                pipelines.AddRange(variants);
            }
            catch (ConfigException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        ConfigException.ThrowIfAny(problems);
        return pipelines;
    }

    /// <summary>As a cascade over models in this order.</summary>
    public Cascade ToCascade(IReadOnlyList<string> models) =>
        new(Name, [.. Stages.Select(stage => new CascadeStage(models.TakeWhile(model => model != stage.Model).Count(), stage.Keep))]);

    private static IEnumerable<ConfigProblem> Problems(string file, PipelineConfig config, int k, bool variants)
    {
        if (config.Stages.Count == 0)
            yield return new(file, "stages", "There are none.", "A pipeline has at least one stage.");
        for (int i = 0; i < config.Stages.Count; i++)
        {
            int keep = config.Stages[i].Keep;
            bool last = i + 1 == config.Stages.Count;
            if (last && keep < k)
                yield return new(file, $"stages[{i}].keep", $"It keeps {keep}, and the first {k} are judged.", $"Keep at least {k}, or judge fewer with --k.");
            else if (keep < 1)
                yield return new(file, $"stages[{i}].keep", $"{keep} is out of range.", "At least 1.");
            if (i > 0 && keep >= config.Stages[i - 1].Keep && !variants)
                yield return new(file, $"stages[{i}].keep", $"{keep} is not fewer than the {config.Stages[i - 1].Keep} that the stage before keeps.", "Each stage keeps fewer than the one before.");
        }
    }

    /// <summary>All ways to keep fewer and fewer; the last stage keeps what it keeps.</summary>
    private List<EvaluatedPipeline> Variants(IReadOnlyList<int> descending)
    {
        List<EvaluatedPipeline> variants = [];
        Choose(0, [.. Stages]);
        return variants;

        void Choose(int stage, (string Model, int Keep)[] chosen)
        {
            if (stage == chosen.Length - 1)
            {
                variants.Add(this with { Stages = [.. chosen] });
                return;
            }
            foreach (int keep in descending.Where(keep => keep > chosen[^1].Keep && (stage == 0 || keep < chosen[stage - 1].Keep)))
            {
                chosen[stage].Keep = keep;
                Choose(stage + 1, chosen);
            }
        }
    }
}
