using RecPipe.Ranking.Pipelines;

namespace RecPipe.Gateway.Tests.Serving;

/// <summary>Pipelines that tests share.</summary>
internal static class Samples
{
    public static readonly int[] Ids = [.. Enumerable.Range(0, 400).Select(i => i * 37 % 5000)];

    /// <summary>small keeps 50, large keeps 10; deadline 20 s so that only tests about time run into it.</summary>
    public static PipelineConfig TwoStage(params string[] workers) => new()
    {
        Name = "two",
        Deadline = TimeSpan.FromSeconds(20),
        Stages =
        [
            new() { Model = "small", Keep = 50, Workers = workers },
            new() { Model = "large", Keep = 10, Workers = workers },
        ],
    };

    public static PipelineConfig OneStage(params string[] workers) => new()
    {
        Name = "one",
        Deadline = TimeSpan.FromSeconds(20),
        Stages = [new() { Model = "large", Keep = 10, Workers = workers }],
    };

    public static int[] TwoStageExpected(int k) =>
        ScoringStage.Expected("large", ScoringStage.Expected("small", Ids, 50), k);
}
