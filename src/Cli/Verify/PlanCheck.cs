using RecPipe.Planning.Designs;
using RecPipe.Planning.Plans;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Verify;

/// <summary>What a plan must hold to be served: somebody may have written it by hand.</summary>
internal static class PlanCheck
{
    private const int MostEngines = 4096;

    /// <exception cref="ConfigException">Lists all that is wrong.</exception>
    public static void ThrowIfInvalid(string file, Plan plan)
    {
        List<ConfigProblem> problems = [];
        Require(plan.Name.Length > 0 && plan.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'), "name", $"It is \"{plan.Name}\".", "Use letters, digits, - and _.");
        Require(plan.Rate is > 0 and < 1e6, "rate", FormattableString.Invariant($"{plan.Rate} queries/s."), "Over 0 and below 1000000.");
        Require(plan.Design.Stages.Count > 0, "design.stages", "There are none.", "A pipeline has at least one stage.");
        Require(plan.Backends.DistinctBy(backend => backend.Name).Count() == plan.Backends.Count, "backends", "Two have the same name.", "Name each once.");
        for (int i = 0; i < plan.Design.Stages.Count; i++)
        {
            DesignedStage stage = plan.Design.Stages[i];
            string field = $"design.stages[{i}]";
            Require(plan.Backends.Any(backend => backend.Name == stage.Backend && backend.Hardware.Contains(stage.Hardware)), field, $"There is no backend \"{stage.Backend}\" with hardware \"{stage.Hardware}\".", "List it in backends.");
            Require(stage.Engines is >= 1 and <= MostEngines, $"{field}.engines", $"{stage.Engines} engines.", $"1 to {MostEngines}.");
            Require(stage.SubBatchRows >= 0, $"{field}.subBatchRows", $"{stage.SubBatchRows} candidates.", "0, never, or more.");
            Require(stage.Items >= 1, $"{field}.items", $"{stage.Items} candidates.", "At least 1.");
            Require(stage.Keep >= 1 && stage.Keep <= Math.Max(1, stage.Items), $"{field}.keep", $"{stage.Keep} of {stage.Items} candidates.", "At least 1, at most those that reach the stage.");
            Require(i == 0 || stage.Items == plan.Design.Stages[i - 1].Keep, $"{field}.items", $"{stage.Items} candidates, and the stage before keeps {plan.Design.Stages[Math.Max(0, i - 1)].Keep}.", "Give both the same number.");
        }
        ConfigException.ThrowIfAny(problems);

        void Require(bool holds, string field, string problem, string remedy)
        {
            if (!holds)
                problems.Add(new(file, field, problem, remedy));
        }
    }
}
