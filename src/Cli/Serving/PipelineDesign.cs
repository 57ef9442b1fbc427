using RecPipe.Planning.Designs;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Cli.Serving;

/// <summary>A pipeline file as a design on this machine.</summary>
internal static class PipelineDesign
{
    /// <summary>What the design calls this machine.</summary>
    public const string Backend = "cpu";

    /// <summary>What is wrong with asking a pipeline with so many candidates: each stage must have what the next is said to rank.</summary>
    /// <param name="file">What the problems are of.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="candidates">Of a query.</param>
    public static IEnumerable<ConfigProblem> Problems(string file, PipelineConfig pipeline, int candidates)
    {
        int most = pipeline.Stages.SkipLast(1).Select(stage => stage.Keep).DefaultIfEmpty(1).Max();
        if (candidates < most || candidates > MostCandidates)
            yield return new(file, "--candidates", $"{candidates} candidates a query, of which a stage of {pipeline.Name} keeps {most}.", $"Give {most} to {MostCandidates}.");
    }

    private const int MostCandidates = 1 << 20;

    /// <param name="pipeline">The file.</param>
    /// <param name="candidates">Of a query.</param>
    /// <param name="hardware">The machine's hardware file.</param>
    /// <param name="engines">Of each stage; the last number stands for those that are missing, 1 when there is none.</param>
    /// <param name="stages">How many of its stages, from the first; all by default.</param>
    /// <param name="subBatchRows">Fewest candidates of a part when idle engines share a query; 0 never.</param>
    public static Design Of(PipelineConfig pipeline, int candidates, string hardware, IReadOnlyList<int> engines, int stages = int.MaxValue, int subBatchRows = 0) => new()
    {
        Stages =
        [
            .. pipeline.Stages.Take(stages).Select((stage, i) => new DesignedStage
            {
                Model = stage.Model,
                Items = i == 0 ? candidates : pipeline.Stages[i - 1].Keep,
                Keep = stage.Keep,
                Backend = Backend,
                Hardware = hardware,
                Engines = engines.Count == 0 ? 1 : engines[Math.Min(i, engines.Count - 1)],
                SubBatchRows = subBatchRows,
            }),
        ],
    };
}
