using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Training.Sweeps;

/// <summary>Everything that can be wrong in an experiment.</summary>
internal static class SweepExperimentCheck
{
    private const int MostRuns = 10_000, LargestWidth = 1 << 16;

    public static IReadOnlyList<ConfigProblem> Check(string file, SweepExperiment experiment)
    {
        List<ConfigProblem> problems = [];
        if (experiment.Family != DlrmConfig.FamilyName)
            Add("family", $"\"{experiment.Family}\" cannot be swept.", $"The family is \"{DlrmConfig.FamilyName}\".");
        CheckList("embeddingDims", experiment.EmbeddingDims, dim => $"{dim}", dim => [dim]);
        CheckList("bottomMlps", experiment.BottomMlps, widths => string.Join('-', widths), widths => widths);
        CheckList("topMlps", experiment.TopMlps, widths => string.Join('-', widths), widths => widths);
        CheckList("interactions", experiment.Interactions, interaction => $"{interaction}", _ => []);
        CheckList("seeds", experiment.Seeds, seed => $"{seed}", _ => []);
        if (experiment.Training.Seed != new TrainingOptions().Seed)
            Add("training.seed", "A seed stands here.", "Give it in seeds.");
        long runs = (long)experiment.EmbeddingDims.Count * experiment.BottomMlps.Count * experiment.TopMlps.Count * experiment.Interactions.Count * experiment.Seeds.Count;
        if (runs > MostRuns)
            Add("", $"The grid has {runs} runs.", $"Make it {MostRuns} at most.");
        try
        {
            experiment.Training.ThrowIfInvalid();
        }
        catch (ConfigException e)
        {
            problems.AddRange(e.Problems.Select(problem => problem with { File = file, Field = $"training ({problem.Field})" }));
        }
        return problems;

        void CheckList<T>(string field, IReadOnlyList<T> values, Func<T, string> name, Func<T, IReadOnlyList<int>> widths)
        {
            if (values.Count == 0)
                Add(field, "There are none.", "Give at least one.");
            for (int i = 0; i < values.Count; i++)
            {
                foreach (int width in widths(values[i]).Where(width => width is < 1 or > LargestWidth))
                    Add($"{field}[{i}]", $"{width} is out of range.", $"A width is between 1 and {LargestWidth}.");
                if (values.Take(i).Any(value => name(value) == name(values[i])))
                    Add($"{field}[{i}]", $"{name(values[i])} is there twice.", "Give each once.");
            }
        }

        void Add(string field, string problem, string remedy) => problems.Add(new(file, field, problem, remedy));
    }
}
