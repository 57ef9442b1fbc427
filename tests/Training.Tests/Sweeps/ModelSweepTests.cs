using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;
using RecPipe.Training.Sweeps;

namespace RecPipe.Training.Tests.Sweeps;

public sealed class ModelSweepTests : IDisposable
{
    private static readonly SweepExperiment s_experiment = new()
    {
        Name = "tiny",
        Family = "dlrm",
        EmbeddingDims = [2, 4],
        BottomMlps = [[4], [8, 4]],
        TopMlps = [[4]],
        Training = new TrainingOptions { BatchSize = 32, LearningRate = 0.02f, Epochs = 3, Lanes = 2 },
        Seeds = [1, 2],
    };

    private readonly TestStore _data = Data(seed: 1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_configuration_of_the_grid_is_trained_with_every_seed()
    {
        IReadOnlyList<SweepOutcome> outcomes = Run();
        outcomes.Select(outcome => (outcome.Config.Name, outcome.Seed)).ShouldBe(
        [
            ("d2-b4-t4", 1), ("d2-b4-t4", 2), ("d2-b8-4-t4", 1), ("d2-b8-4-t4", 2), ("d4-b4-t4", 1), ("d4-b4-t4", 2), ("d4-b8-4-t4", 1), ("d4-b8-4-t4", 2),
        ]);
        foreach (SweepOutcome outcome in outcomes)
        {
            outcome.Accuracy.ShouldNotBeNull().ShouldBeInRange(0.5, 1);
            outcome.Auc.ShouldNotBeNull().ShouldBeInRange(0.5, 1);
            outcome.LogLoss.ShouldNotBeNull().ShouldBeInRange(0.1, 0.69);
        }
        DlrmConfig config = outcomes[2].Config;
        config.BottomMlp.ShouldBe([3, 8, 4, 2]);
        config.TopMlp.ShouldBe([4, 1]);
        TrainedModel alone = new DlrmTrainer(TimeProvider.System).Train(config, _data.Store, s_experiment.Training, null, TestContext.Current.CancellationToken);
        (outcomes[2].Accuracy, outcomes[2].Auc, outcomes[2].LogLoss).ShouldBe((alone.Record.TestAccuracy, alone.Record.TestAuc, alone.Record.TestLogLoss));
    }

    [Fact]
    public void An_interrupted_sweep_goes_on_where_it_stopped_and_ends_the_same()
    {
        using CancellationTokenSource stop = new();
        Should.Throw<OperationCanceledException>(() => Run(progress: new Watcher(progress =>
        {
            if (progress.Run == 3 && progress.Finished is null) // while the fourth trains
                stop.Cancel();
        }), cancellationToken: stop.Token));
        Directory.EnumerateFiles(_folder.PathOf("sweep", "runs")).Count().ShouldBe(3);

        List<SweepOutcome> trained = [];
        IReadOnlyList<SweepOutcome> resumed = Run(progress: new Watcher(progress =>
        {
            if (progress.Finished is { } outcome)
                trained.Add(outcome);
        }));
        trained.Count.ShouldBe(5);
        IReadOnlyList<SweepOutcome> whole = Run("other");
        resumed.Select(Numbers).ShouldBe(whole.Select(Numbers));
        Directory.EnumerateFiles(_folder.Root, "*unfinished*", SearchOption.AllDirectories).ShouldBeEmpty();

        static (string, int, double?, double?, double?) Numbers(SweepOutcome outcome) => (outcome.Config.Name, outcome.Seed, outcome.Accuracy, outcome.Auc, outcome.LogLoss);
    }

    [Fact]
    public void A_killed_write_leaves_a_run_that_is_made_again()
    {
        Run();
        string file = _folder.PathOf("sweep", "runs", "d2-b4-t4-s1.json"), before = File.ReadAllText(file);
        File.WriteAllText(file + ".unfinished", before[..20]);
        File.Delete(file);
        Run();
        ConfigFile.Load<SweepOutcome>(file).Auc.ShouldBe(ConfigFile.Load<SweepOutcome>(_folder.PathOf("sweep", "runs", "d2-b4-t4-s1.json")).Auc);
        Directory.EnumerateFiles(_folder.Root, "*unfinished*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public void A_run_under_the_name_of_another_is_noticed()
    {
        Run();
        File.Copy(_folder.PathOf("sweep", "runs", "d2-b4-t4-s1.json"), _folder.PathOf("sweep", "runs", "d4-b4-t4-s1.json"), overwrite: true);
        Should.Throw<ConfigException>(() => Run()).Message.ShouldContain("It is the run of d2-b4-t4, seed 1.");
    }

    [Fact]
    public void Another_experiment_or_other_data_are_noticed()
    {
        Run();
        Should.Throw<ConfigException>(() => Open(s_experiment with { TopMlps = [[5]] }, _data)).Problems.ShouldHaveSingleItem().Field.ShouldBe("experiment");
        using TestStore other = Data(seed: 2);
        ConfigProblem problem = Should.Throw<ConfigException>(() => Open(s_experiment, other)).Problems.ShouldHaveSingleItem();
        problem.Field.ShouldBe("checksums");
        problem.Remedy.ShouldContain("another folder");
        Open(s_experiment, _data).Dispose();
    }

    [Fact]
    public void Two_processes_do_not_work_on_one_sweep()
    {
        using SweepFolder held = Open(s_experiment, _data);
        Should.Throw<ConfigException>(() => Open(s_experiment, _data)).Message.ShouldContain("other process");
    }

    [Fact]
    public void A_configuration_that_diverges_is_a_finding()
    {
        using TestStore extreme = new(400, 3, [4, 6], (dense, _) => { dense[0] = 3e38f; dense[1] = -3e38f; return 0.5; });
        using SweepFolder folder = Open(s_experiment, extreme);
        IReadOnlyList<SweepOutcome> outcomes = new ModelSweep(TimeProvider.System).Run(s_experiment, extreme.Store, folder, null, TestContext.Current.CancellationToken);
        outcomes.ShouldAllBe(outcome => outcome.LogLoss == null);
        SweepResult.Of(s_experiment, outcomes, extreme.Store.TableRows, SweepQuality.Accuracy).Points.ShouldAllBe(point => !point.OnFrontOfMacs && point.Accuracy == null);
    }

    [Fact]
    public void Fronts_are_of_the_means_over_the_seeds()
    {
        DlrmConfig Config(string name, int dim) => new() { Name = name, Family = "dlrm", EmbeddingDim = dim, BottomMlp = [3, dim], TopMlp = [1] };
        SweepOutcome Outcome(string name, int dim, int seed, double accuracy, double logLoss) =>
            new() { Config = Config(name, dim), Seed = seed, Accuracy = accuracy, Auc = accuracy, LogLoss = logLoss, Duration = TimeSpan.FromSeconds(1) };
        SweepOutcome[] outcomes =
        [
            Outcome("large", 8, 1, 0.80, 0.40), Outcome("large", 8, 2, 0.82, 0.38),
            Outcome("middle", 4, 1, 0.90, 0.50), Outcome("middle", 4, 2, 0.60, 0.36),
            Outcome("small", 2, 1, 0.76, 0.42), Outcome("small", 2, 2, 0.78, 0.44),
        ];
        SweepResult byAccuracy = SweepResult.Of(s_experiment, outcomes, [5, 5], SweepQuality.Accuracy);
        byAccuracy.Points.Select(point => point.Config.Name).ShouldBe(["small", "middle", "large"]);
        byAccuracy.Points.Select(point => point.OnFrontOfMacs).ShouldBe([true, false, true]);
        byAccuracy.Points.Select(point => point.OnFrontOfBytes).ShouldBe([true, false, true]);
        byAccuracy.Points[1].Accuracy.ShouldNotBeNull().ShouldBe(0.75, 1e-12);
        byAccuracy.Points[1].Spread.ShouldNotBeNull().ShouldBe(0.3, 1e-12);
        byAccuracy.Points[1].Duration.ShouldBe(TimeSpan.FromSeconds(2));
        SweepResult.Of(s_experiment, outcomes, [5, 5], SweepQuality.LogLoss).Points.Select(point => point.OnFrontOfMacs).ShouldBe([true, false, true]);
    }

    private IReadOnlyList<SweepOutcome> Run(string folder = "sweep", IProgress<SweepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using SweepFolder open = SweepFolder.Open(_folder.PathOf(folder), s_experiment, _data.Store);
        return new ModelSweep(TimeProvider.System).Run(s_experiment, _data.Store, open, progress, cancellationToken);
    }

    private SweepFolder Open(SweepExperiment experiment, TestStore data) => SweepFolder.Open(_folder.PathOf("sweep"), experiment, data.Store);

    private static TestStore Data(int seed) => new(1200, 3, [4, 6], (dense, sparse) => dense[0] > 0.5 || sparse[0] == 1 ? 0.9 : 0.1, seed);

    private sealed class Watcher(Action<SweepProgress> seen) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => seen(value);
    }
}
