using System.Globalization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Figures.Calibration;

/// <summary>Reads the tables of the published artefact's logs.</summary>
public static class PublishedLogs
{
    public const string ServerTable = "cpu_gpu_experiments.csv";

    public const string AcceleratorTable = "accel_experiments.csv";

    /// <summary>Runs on the server and its GPU: the Kaggle experiments, whose engines are known.</summary>
    /// <exception cref="ConfigException">The table is missing, lacks a column or has no two runs, one to learn from and one to predict.</exception>
    public static IReadOnlyList<PublishedRun> LoadServer(string path) =>
        Enough(path, "rows of logs figure7_8*", [.. Read(path).Where(row => row["log"].StartsWith("figure7_8", StringComparison.Ordinal)).Select(row => ServerRun(row))]);

    /// <summary>Runs on emulated accelerators.</summary>
    /// <inheritdoc cref="LoadServer"/>
    public static IReadOnlyList<PublishedRun> LoadAccelerator(string path) => Enough(path, "rows", [.. Read(path).Select(row => AcceleratorRun(row))]);

    private static PublishedRun[] Enough(string path, string what, PublishedRun[] runs) => runs.Any(run => run.Row % 2 == 0) && runs.Any(run => run.Row % 2 == 1)
        ? runs
        : throw new ConfigException(
            path, "", $"It has {runs.Length} {what}; 2 or more are needed, an odd row to learn from and an even one to predict.", "Give the whole table of the published artefact's logs.");

    private static PublishedRun ServerRun(LogRow row)
    {
        int stages = (int)row.Number("num_stages");
        bool[] gpu = [.. Stages(stages, stage => row.Number($"gpu_stage{stage}") != 0)];
        int onServer = gpu.Count(on => !on);
        RunSpec spec = new()
        {
            Stages = [.. Stages(stages, stage => gpu[stage - 1]
                ? new RunStage(Model(row, stage), Items(row, stage), RunDevice.Gpu, 1)
                : new RunStage(Model(row, stage), Items(row, stage), RunDevice.Cpu, RunSpec.ServerEngines / onServer))],
            IntervalMs = row.Number("arrival_interval_ms"),
            Queries = (int)row.Number("total_queries"),
        };
        return new PublishedRun(row.Index, row["log"], spec)
        {
            Seconds = row.Number("experiment_time_s"),
            Mean = row.Number("total_mean_s"),
            P95 = row.Number("total_p95_s"),
            StageMeans = [.. Stages(stages, stage => row.Number($"stage{stage}_mean_s"))],
        };
    }

    private static PublishedRun AcceleratorRun(LogRow row)
    {
        RunSpec spec = new()
        {
            Stages = [.. Stages((int)row.Number("num_stages"), stage => new RunStage(
                Model(row, stage), Items(row, stage), RunDevice.Accelerator, (int)row.Number($"engines_stage{stage}"), (int)row.Number($"size_stage{stage}")))],
            IntervalMs = row.Number("arrival_interval_ms"),
            Queries = 10_000,
        };
        return new PublishedRun(row.Index, row["log"], spec)
        {
            Seconds = row.Number("experiment_time_s"),
            Mean = row.Number("total_mean_s"),
            P95 = row.Number("total_p95_s"),
        };
    }

    private static string Model(LogRow row, int stage) => row[$"model_stage{stage}"].ToLowerInvariant();

    private static int Items(LogRow row, int stage) => (int)row.Number($"items_stage{stage}");

    private static IEnumerable<T> Stages<T>(int stages, Func<int, T> of) => Enumerable.Range(1, stages).Select(of);

    private static IEnumerable<LogRow> Read(string path)
    {
        if (!File.Exists(path))
            throw new ConfigException(path, "", "There is no such table.", $"Name the folder that holds logs/{ServerTable} and logs/{AcceleratorTable} of the published artefact.");
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0)
            throw new ConfigException(path, "", "The table is empty.", "Give the table of the published artefact's logs.");
        string[] header = lines[0].Split(',');
        return lines.Skip(1).Select((line, i) => new LogRow(path, i + 1, header.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second)));
    }

    private sealed class LogRow(string path, int index, Dictionary<string, string> cells)
    {
        public int Index => index;

        public string this[string column] => cells.TryGetValue(column, out string? cell)
            ? cell
            : throw new ConfigException(path, column, $"Row {index} has no such column.", "Give the table of the published artefact's logs.");

        public double Number(string column) => double.TryParse(this[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new ConfigException(path, column, $"Row {index} holds \"{this[column]}\", which is no number.", "Give the table of the published artefact's logs.");
    }
}
