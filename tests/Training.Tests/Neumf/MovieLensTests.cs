using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.MovieLens;
using RecPipe.Models.Families;

namespace RecPipe.Training.Tests.Neumf;

public sealed class MovieLensTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Popularity alone reaches 0.45 on the split of He et al. 2017.</summary>
    [Fact]
    public void One_pass_over_a_million_ratings_ranks_the_held_out_film_among_the_first_ten_of_a_hundred()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        string file = Repository.RealData("movielens-1m", "train.tsv.gz");
        MovieLensImporter.Import(new() { Split = HeldOutSplit.Random }, file, _folder.PathOf("data"), new Progress<double>(), cancellationToken);
        using InteractionStore store = InteractionStore.Open(_folder.PathOf("data"));
        NeumfConfig config = NeumfConfig.Load(Repository.PathOf("configs", "models", "neumf-1m-small.json"));
        TrainedNeumf trained = new NeumfTrainer(TimeProvider.System).Train(config, store, new() { Epochs = 1, LearningRate = 0.003f }, null, cancellationToken);
        trained.Record.TestRows.ShouldBe(6040);
        trained.Record.TestHitRateAt10.ShouldNotBeNull().ShouldBeGreaterThan(0.7);
    }
}
