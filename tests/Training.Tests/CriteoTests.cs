using RecPipe.Datasets.Criteo;
using RecPipe.Datasets.Store;
using RecPipe.Datasets.Synthetic;
using RecPipe.Models.Families;

namespace RecPipe.Training.Tests;

public sealed class CriteoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rm-small")]
    [InlineData("rm-large")]
    public void Six_thousand_real_rows_teach_a_model_to_tell_clicks(string model)
    {
        string file = Repository.RealData("criteo-kaggle", "train-6000.tsv.gz");
        CriteoImporter.Import(new() { MaxTableRows = 100 }, file, _folder.PathOf("data"), new Progress<double>(), TestContext.Current.CancellationToken);
        TrainedModel trained = Train(model, TrainingOptions.SmallData);
        trained.Record.TestRows.ShouldBe(600);
        trained.Record.TestAuc.ShouldNotBeNull().ShouldBeGreaterThan(0.70);
    }

    [Fact]
    public void A_large_model_beats_a_small_one_on_synthetic_rows()
    {
        SyntheticCriteo.Generate(new() { Rows = 150_000, TableCap = 20_000 }, _folder.PathOf("data"), new Progress<double>(), TestContext.Current.CancellationToken);
        double small = Train("rm-small", new TrainingOptions()).Record.TestAuc!.Value;
        double large = Train("rm-large", new TrainingOptions()).Record.TestAuc!.Value;
        small.ShouldBeGreaterThan(0.72);
        large.ShouldBeGreaterThan(small + 0.005);
    }

    private TrainedModel Train(string model, TrainingOptions options)
    {
        using FeatureStore store = FeatureStore.Open(_folder.PathOf("data"));
        DlrmConfig config = DlrmConfig.Load(Repository.PathOf("configs", "models", model + ".json"));
        return new DlrmTrainer(TimeProvider.System).Train(config, store, options, null, TestContext.Current.CancellationToken);
    }
}
