using System.Text.RegularExpressions;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.DeployTests;

/// <summary>The pipelines that are shipped: configs/pipelines, and deploy's own with the workers' names.</summary>
public sealed partial class PipelineFilesTests
{
    private static readonly string[] s_kubernetes = [Repository.PathOf("deploy", "kubernetes", "base", "pipelines"), Repository.PathOf("deploy", "kubernetes", "overlays", "emulated", "pipelines")];

    public static TheoryData<string> Files =>
        [.. ((string[])[Repository.PathOf("configs", "pipelines"), Repository.PathOf("deploy", "pipelines"), .. s_kubernetes]).SelectMany(Directory.GetFiles).Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_pipeline_has_an_objective_that_can_be_missed_before_its_deadline(string file)
    {
        PipelineConfig pipeline = ConfigFile.Load<PipelineConfig>(Repository.PathOf(file));
        pipeline.Objective.ShouldNotBeNull("Without one, panels and alerts on the error budget are empty.");
        pipeline.Objective.Latency.ShouldBeLessThan(pipeline.Deadline);
        foreach (TimeSpan hedge in pipeline.Stages.Select(stage => stage.HedgeAfter).OfType<TimeSpan>())
            hedge.ShouldBeInRange(pipeline.Objective.Latency, pipeline.Deadline / 2, "Only queries that have missed the objective are asked twice, and those in time.");
    }

    [Fact]
    public void Kubernetes_serves_the_pipelines_of_compose()
    {
        string[] files = [.. s_kubernetes.SelectMany(Directory.GetFiles)];
        files.Select(Path.GetFileName).ShouldBe(Directory.GetFiles(Repository.PathOf("deploy", "pipelines")).Select(Path.GetFileName), ignoreOrder: true);
        foreach (string file in files)
            File.ReadAllText(file).ShouldBe(File.ReadAllText(Repository.PathOf("deploy", "pipelines", Path.GetFileName(file))), file);
    }

    [Fact]
    public void The_load_Job_judges_its_pipeline_by_its_objective()
    {
        string pipeline = Setting().Match(File.ReadAllText(Repository.PathOf("deploy", "kubernetes", "load", "kustomization.yaml"))).Groups[1].Value;
        LatencyObjective objective = ConfigFile.Load<PipelineConfig>(Repository.PathOf("deploy", "pipelines", $"{pipeline}.json")).Objective!;
        File.ReadAllText(Repository.PathOf("deploy", "kubernetes", "load", "merge.yaml"))
            .ShouldContain($"--threshold=p{objective.Percentile}<{DurationConverter.Format(objective.Latency)}\n");
    }

    [GeneratedRegex("PIPELINE=(.+)")]
    private static partial Regex Setting();
}
