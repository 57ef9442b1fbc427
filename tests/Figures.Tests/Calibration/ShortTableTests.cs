using RecPipe.Figures.Calibration;
using RecPipe.Figures.Calibration.Fitting;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Figures.Tests.Calibration;

public class ShortTableTests
{
    private const string Server = "log,num_stages,model_stage1,items_stage1,gpu_stage1,stage1_mean_s,arrival_interval_ms,total_queries,experiment_time_s,total_mean_s,total_p95_s";
    private const string Accelerator = "log,num_stages,model_stage1,items_stage1,size_stage1,engines_stage1,arrival_interval_ms,experiment_time_s,total_mean_s,total_p95_s";
    private const string ServerRow = "figure7_8_kaggle,1,RM-large,4096,0,0.06,10,2000,22,0.065,0.07", AcceleratorRow = "figure12_kaggle1,1,RM-large,4096,1,1,10,101,0.0023,0.0025";

    [Theory]
    [InlineData(Server)]
    [InlineData(Server, ServerRow)]
    [InlineData(Server, "another,1", "another,1")]
    public void A_server_table_without_runs_to_learn_from_and_to_predict_is_refused(params string[] lines) =>
        Refusal(lines, path => PublishedLogs.LoadServer(path)).Problem.ShouldBe(
            $"It has {lines.Count(line => line == ServerRow)} rows of logs figure7_8*; 2 or more are needed, an odd row to learn from and an even one to predict.");

    [Theory]
    [InlineData(Accelerator)]
    [InlineData(Accelerator, AcceleratorRow)]
    public void So_is_one_of_accelerators(params string[] lines) =>
        Refusal(lines, path => PublishedLogs.LoadAccelerator(path)).Problem.ShouldStartWith($"It has {lines.Length - 1} rows; 2 or more are needed");

    [Fact]
    public void A_fit_on_few_rows_names_the_table_and_what_it_lacks() =>
        Refusal([Accelerator, .. Enumerable.Repeat(AcceleratorRow, 4)], path => Fit([], PublishedLogs.LoadAccelerator(path), Path.GetDirectoryName(path)!))
            .Problem.ShouldBe("A fit needs 5 or more odd rows with a mean latency of at most 20 ms above the modelled one and found 2.");

    [Fact]
    public void A_fit_on_rows_that_are_all_alike_says_so() =>
        Refusal([Accelerator, .. Enumerable.Repeat(AcceleratorRow, 40)], path => Fit([], PublishedLogs.LoadAccelerator(path), Path.GetDirectoryName(path)!))
            .Problem.ShouldStartWith("The 20 odd rows with a mean latency of at most 20 ms above the modelled one are too alike to tell 2 numbers apart");

    [Fact]
    public void A_median_of_no_rows_is_refused() =>
        Should.Throw<ConfigException>(() => new FitRows("logs.csv").Median([], "a queue", least: 1)).Problems.Single().Problem.ShouldBe("A fit needs 1 or more odd rows with a queue and found 0.");

    [Fact]
    public void A_table_of_the_server_without_a_saturated_gpu_is_refused_for_that()
    {
        string table = Repository.Reference("logs", PublishedLogs.ServerTable);
        IReadOnlyList<PublishedRun> quiet = [.. CalibrationRun.Learned(PublishedLogs.LoadServer(table)).Where(run => run.Mean < 20 * run.StageMeans.Sum())];
        Should.Throw<ConfigException>(() => new ServerFit(quiet, table).Fit(Shipped(), _ => { }, TestContext.Current.CancellationToken))
            .Problems.Single().Problem.ShouldBe("A fit needs 5 or more odd rows with a saturated GPU as first stage and found 0.");
    }

    private static ConfigProblem Refusal(string[] lines, Action<string> use)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf(PublishedLogs.AcceleratorTable);
        File.WriteAllLines(path, lines);
        ConfigProblem problem = Should.Throw<ConfigException>(() => use(path)).Problems.Single();
        problem.File.ShouldBe(path);
        problem.Remedy.ShouldStartWith("Give the whole table of the published artefact's logs");
        return problem;
    }

    private static void Fit(IReadOnlyList<PublishedRun> server, IReadOnlyList<PublishedRun> accelerator, string logs) =>
        CalibrationRun.Fit(server, accelerator, logs, Shipped(), Config, cancellationToken: TestContext.Current.CancellationToken);

    private static PublishedCalibration Shipped() => PublishedCalibration.Load(Config("calibration", PublishedCalibration.FileName));

    private static string Config(string folder, string name) => Repository.PathOf("configs", folder, name + ".json");
}
