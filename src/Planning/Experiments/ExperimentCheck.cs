using System.Globalization;

namespace RecPipe.Planning.Experiments;

/// <summary>What can be wrong with an experiment's cascades and loads, without a look at its hardware.</summary>
internal static class ExperimentCheck
{
    internal const int MostItems = 1 << 24, MostStages = 8, MostQueries = 10_000_000;
    private const double LeastRate = 0.001, MostRate = 1e6;

    public static void Run(Experiment experiment, ExperimentFindings findings)
    {
        if (experiment.Name.Length == 0 || !experiment.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            findings.Add("name", $"\"{experiment.Name}\" is no name.", "Use letters, digits, '-' and '_'.");
        if (experiment.Cascades.Count == 0 && experiment.Space is null)
            findings.Add("", "The space is empty: it has no cascades.", "List some in cascades, or have them enumerated with space.");
        for (int i = 0; i < experiment.Cascades.Count; i++)
            Run(experiment.Cascades[i], $"cascades[{i}]", experiment, findings);
        if (experiment.Space is { } space)
            Run(space, experiment.K, findings);
        InRange("k", experiment.K, 1, MostItems, findings);
        InRange("queries", experiment.Queries, 1, MostQueries, findings);
        for (int i = 0; i < experiment.Rates.Count; i++)
        {
            if (experiment.Rates[i] is not (>= LeastRate and <= MostRate))
                findings.Add($"rates[{i}]", string.Create(CultureInfo.InvariantCulture, $"{experiment.Rates[i]} queries/s cannot be offered."), string.Create(CultureInfo.InvariantCulture, $"A rate is {LeastRate} to {MostRate:0} queries/s."));
        }
        findings.AddRepeated("rates", experiment.Rates, rate => rate.ToString(CultureInfo.InvariantCulture));
        if (experiment.SubBatchRows.Count == 0)
            findings.Add("subBatchRows", "The space is empty: there is none to try.", "Write [0] to split no query.");
        for (int i = 0; i < experiment.SubBatchRows.Count; i++)
            InRange($"subBatchRows[{i}]", experiment.SubBatchRows[i], 0, MostItems, findings);
        findings.AddRepeated("subBatchRows", experiment.SubBatchRows, rows => $"{rows}");
    }

    private static void Run(CascadeConfig cascade, string field, Experiment experiment, ExperimentFindings findings)
    {
        NotEmpty($"{field}.models", cascade.Models, "models", findings);
        NotEmpty($"{field}.items", cascade.Items, "items", findings);
        int stages = cascade.Models.Count > 0 ? cascade.Models[0].Count : 0;
        if (cascade.Models.Count > 0)
            InRange($"{field}.models[0]", stages, 1, MostStages, findings, "stages");
        SameLength($"{field}.models", cascade.Models, stages, findings);
        SameLength($"{field}.items", cascade.Items, stages, findings);
        SameLength($"{field}.backends", cascade.Backends, stages, findings);
        for (int i = 0; i < cascade.Models.Count; i++)
        {
            if (cascade.Models[i].Distinct().Count() < cascade.Models[i].Count)
                findings.Add($"{field}.models[{i}]", "Two of its stages rank with the same model.", "Use a model once: the second would only rank as the first did.");
        }
        for (int i = 0; i < cascade.Items.Count; i++)
            Decreasing($"{field}.items[{i}]", cascade.Items[i], experiment.K, findings);
        for (int i = 0; i < cascade.Backends.Count; i++)
        {
            foreach (string unknown in cascade.Backends[i].Except(experiment.Backends.Select(backend => backend.Name)))
                findings.Add($"{field}.backends[{i}]", $"There is no backend \"{unknown}\".", $"Backends are: {string.Join(", ", experiment.Backends.Select(backend => backend.Name))}.");
        }
        findings.AddRepeated($"{field}.models", cascade.Models, models => string.Join(" > ", models));
        findings.AddRepeated($"{field}.items", cascade.Items, items => string.Join(" > ", items));
        findings.AddRepeated($"{field}.backends", cascade.Backends, backends => string.Join(" > ", backends));
    }

    private static void Run(SpaceConfig space, int k, ExperimentFindings findings)
    {
        NotEmpty("space.models", space.Models, "models", findings);
        NotEmpty("space.stages", space.Stages, "numbers of stages", findings);
        NotEmpty("space.candidates", space.Candidates, "candidates", findings);
        findings.AddRepeated("space.models", space.Models, model => model);
        findings.AddRepeated("space.stages", space.Stages, stages => $"{stages}");
        findings.AddRepeated("space.candidates", space.Candidates, candidates => $"{candidates}");
        findings.AddRepeated("space.keeps", space.Keeps, keep => $"{keep}");
        for (int i = 0; i < space.Stages.Count; i++)
        {
            InRange($"space.stages[{i}]", space.Stages[i], 1, MostStages, findings);
            if (space.Stages[i] <= MostStages && space.Stages[i] > space.Models.Count)
                findings.Add($"space.stages[{i}]", $"{space.Stages[i]} stages need as many models, and there are {space.Models.Count}.", "Give more models, or fewer stages.");
            else if (space.Stages[i] - 1 > space.Keeps.Count)
                findings.Add($"space.stages[{i}]", $"{space.Stages[i]} stages hand on {space.Stages[i] - 1} times, and there are {space.Keeps.Count} keeps.", "Give more keeps, or fewer stages.");
        }
        for (int i = 0; i < space.Candidates.Count; i++)
        {
            InRange($"space.candidates[{i}]", space.Candidates[i], 1, MostItems, findings);
            if (space.Candidates[i] < k)
                findings.Add($"space.candidates[{i}]", $"{space.Candidates[i]} candidates are fewer than the {k} to return (k).", "Give more candidates, or return fewer.");
        }
        int most = space.Candidates.DefaultIfEmpty(int.MaxValue).Max();
        for (int i = 0; i < space.Keeps.Count; i++)
        {
            if (space.Keeps[i] >= most)
                findings.Add($"space.keeps[{i}]", $"It keeps {space.Keeps[i]} of {most} candidates.", "A stage keeps fewer than it gets.");
            if (space.Keeps[i] < k)
                findings.Add($"space.keeps[{i}]", $"It keeps {space.Keeps[i]}, fewer than the {k} to return (k).", "Keep more, or return fewer.");
        }
    }

    private static void Decreasing(string field, IReadOnlyList<int> items, int k, ExperimentFindings findings)
    {
        for (int i = 0; i < items.Count; i++)
        {
            InRange($"{field}[{i}]", items[i], 1, MostItems, findings);
            if (i > 0 && items[i] >= items[i - 1])
                findings.Add($"{field}[{i}]", $"{items[i]} candidates do not follow from {items[i - 1]}.", "A stage hands on fewer than it gets.");
        }
        if (items.Count > 0 && items[^1] < k)
            findings.Add($"{field}[{items.Count - 1}]", $"The last stage gets {items[^1]} candidates and is to return {k} (k).", "Let more reach it, or return fewer.");
    }

    private static void SameLength<T>(string field, IReadOnlyList<IReadOnlyList<T>> choices, int stages, ExperimentFindings findings)
    {
        for (int i = 0; i < choices.Count; i++)
        {
            if (choices[i].Count != stages)
                findings.Add($"{field}[{i}]", $"It has {choices[i].Count} entries, and models[0] has {stages}.", "Give one a stage.");
        }
    }

    private static void NotEmpty<T>(string field, IReadOnlyList<T> values, string what, ExperimentFindings findings)
    {
        if (values.Count == 0)
            findings.Add(field, $"The space is empty: there are no {what}.", "Give at least one.");
    }

    internal static void InRange(string field, int value, int least, int most, ExperimentFindings findings, string what = "")
    {
        if (value < least || value > most)
            findings.Add(field, $"{value}{(what.Length > 0 ? " " + what : "")} is out of range.", $"Give {least} to {most}.");
    }
}
