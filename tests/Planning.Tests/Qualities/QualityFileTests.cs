using RecPipe.Planning.Designs;
using RecPipe.Planning.Qualities;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Tests.Qualities;

public sealed class QualityFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_shipped_qualities_cover_the_artefacts_kaggle_space()
    {
        QualityTable published = QualityFile.Load(Repository.PathOf("configs", "qualities", "kaggle-published.json"));
        published.Metrics.ShouldBe(["allOnesDcgRatio@64"]);
        foreach (string name in (string[])["kaggle-1-stage", "kaggle-2-stage", "kaggle-3-stage", "kaggle-accel-1-stage", "kaggle-accel-2-stage", "kaggle-accel-3-stage"])
        {
            IReadOnlyList<Design> designs = Shipped.Experiment(name).Designs(DesignMode.Parity);
            published.Of(designs, ["ALLONESDCGRATIO@64"]).Select(quality => quality.ShouldHaveSingleItem()).ShouldAllBe(quality => quality > 0.7 && quality < 0.93);
        }
        // as the published figure 7 prints it
        published.Of(Shipped.Experiment("kaggle-accel-1-stage").Designs(DesignMode.Parity), published.Metrics)[0][0].ShouldBe(0.9246, 1e-4);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        string file = _folder.PathOf("wrong.json");
        File.WriteAllText(file, """
            { "provenance": "drawn", "k": 0, "cascades": [
              { "models": ["a"], "items": [4096], "quality": { "ndcg@64": 0.9 } },
              { "models": ["a"], "items": [4096, 512], "quality": { "ndcg@64": 0.9 } },
              { "models": ["b"], "items": [4096], "quality": { "mrr": 0.9 } },
              { "models": ["a"], "items": [4096], "quality": { "ndcg@64": 0.8 } } ] }
            """);
        Should.Throw<ConfigException>(() => QualityFile.Load(file)).Problems.Select(problem => problem.ToString()).ShouldBe(
        [
            $"{file}: k: It is 0. At least 1.",
            $"{file}: cascades[1].items: There are 1 models and 2 items. Give each stage one model and one number of items.",
            $"{file}: cascades[2].quality: It has mrr, and the first has ndcg@64. Give all cascades the same metrics.",
            $"{file}: cascades[3]: The cascade is there twice. Remove one of the two.",
        ]);
    }

    [Fact]
    public void A_metric_or_a_cascade_that_is_not_in_the_table_is_said()
    {
        QualityTable table = new("known.json", ["ndcg@64"]);
        table.TryAdd("rm-small@4096 > 64", [0.9]);
        Design design = new() { Stages = [new() { Model = "rm-large", Items = 4096, Keep = 64, Backend = "cpu", Hardware = "cpu", Engines = 1 }] };
        Should.Throw<ConfigException>(() => table.Of([design], ["ndcg@64"])).Message.ShouldBe(
            "known.json: It lacks the quality of 1 cascades, among them rm-large@4096 > 64. Add them, or leave them out of the experiment.");
        Should.Throw<ConfigException>(() => table.ThrowIfUnknown([new("ndgc@64>=0.9", "ndgc@64", 0.9, false)])).Message.ShouldBe(
            "--quality: ndgc@64>=0.9: There is no metric \"ndgc@64\" in known.json. There are: ndcg@64.");
    }

    public void Dispose() => _folder.Dispose();
}
