using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.Figures.Sources;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Figures.Tests.Sources;

public class Figure3Tests
{
    private static readonly FigureContext s_context = new() { Configs = Repository.PathOf("configs"), Mode = FigureMode.Parity };

    [Fact]
    public void Without_models_the_published_values_stand_alone()
    {
        Figure figure = new Figure3().Build(s_context, TestContext.Current.CancellationToken);
        figure.Values.Count.ShouldBe(7 + 3);
        figure.Values.ShouldAllBe(value => value.Ours == null && value.Published != null);
        figure.Values.Single(value => value.Series == "rm-small" && value.Point == "256 candidates").Published.ShouldBe(59.852);
        figure.Remarks[0].ShouldContain("--models and --data");
    }

    [Fact]
    public void Models_without_data_are_refused() =>
        Should.Throw<ConfigException>(() => new Figure3().Build(s_context with { Models = "models" }, TestContext.Current.CancellationToken)).Problems[0].Field.ShouldBe("--data");

    [Fact]
    public void With_models_and_data_every_model_is_measured_at_every_number_of_candidates()
    {
        using TemporaryFolder folder = new();
        SyntheticCriteo.Generate(new() { Rows = 12_000, Seed = 7, TableCap = 500, TestShare = 0.5 }, folder.PathOf("data"), new Progress<double>(), TestContext.Current.CancellationToken);
        FigureContext context = s_context with { Data = folder.PathOf("data"), Models = folder.PathOf("models") };
        Should.Throw<ConfigException>(() => new Figure3().Build(context, TestContext.Current.CancellationToken));
        using (FeatureStore store = FeatureStore.Open(context.Data))
        {
            foreach (string model in (string[])["rm-small", "rm-med", "rm-large"])
                ModelSynthesis.Write(DlrmConfig.Load(s_context.Config("models", model)), store.TableRows, context.Models, 1, new Progress<double>(), TestContext.Current.CancellationToken);
        }
        Figure parity = new Figure3().Build(context, TestContext.Current.CancellationToken), corrected = new Figure3().Build(context with { Mode = FigureMode.Corrected }, TestContext.Current.CancellationToken);
        parity.Values.Count(value => value.Quantity.Contains("NDCG", StringComparison.Ordinal)).ShouldBe(3 * 5);
        parity.Values.ShouldAllBe(value => value.Ours > 0 && value.Ours < 100);
        corrected.Values.Count(value => value.Ours is not null).ShouldBe(3 * 5, "the artefact's error is left out");
        Directory.Exists(Path.Combine(context.Models, "scores")).ShouldBeTrue("scores are kept for the next time");
    }
}
