using System.CommandLine;
using RecPipe.LoadGen.Capacity;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.ServiceDefaults;
using RecPipe.Workloads.Objectives;

namespace RecPipe.LoadGen.Commands;

/// <summary>`recpipe load`, and the whole of the LoadGen host: offers load, measures it, reports it.</summary>
public static class LoadCommand
{
    public static Command Create() => Describe(new Command("load", Description));

    internal static RootCommand CreateRoot() => Describe(new RootCommand(Description));

    private const string Description = "Offer load to a gateway and measure tail latency, throughput and quality.";

    private static TCommand Describe<TCommand>(TCommand command)
        where TCommand : Command
    {
        LoadOptions options = new();
        foreach (Option option in options.All)
            command.Options.Add(option);
        command.SetAction((parsed, cancellationToken) => RunAsync(options, parsed, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(LoadOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        await using LoadTarget target = await LoadTarget.OpenAsync(options, parsed, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        await using MetricsHost? telemetry = await TelemetryAsync(parsed.GetValue(options.Metrics), cancellationToken).ConfigureAwait(false);
        if (telemetry?.Address is { } address)
            parsed.InvocationConfiguration.Error.WriteLine($"Metrics on {address}metrics");
        Scenario scenario = target.Scenario with { Metrics = telemetry is null ? null : new(telemetry.Meters, target.Pipeline) };
        ILoadEngine engine = CreateEngine();
        return parsed.GetValue(options.FindMax)
            ? await FindMaxAsync(engine, scenario, options, parsed, cancellationToken).ConfigureAwait(false)
            : await MeasureAsync(engine, scenario, options, parsed, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<MetricsHost?> TelemetryAsync(string? listen, CancellationToken cancellationToken) =>
        listen is null && !MetricsHost.Exports ? null : await MetricsHost.StartAsync("recpipe-loadgen", listen, cancellationToken).ConfigureAwait(false);

    private static async Task<int> MeasureAsync(ILoadEngine engine, Scenario scenario, LoadOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        LoadReport report = await LoadProgress.ShowAsync(scenario.Target, progress => engine.RunAsync(scenario, progress, cancellationToken)).ConfigureAwait(false);
        Threshold[] thresholds = parsed.GetValue(options.Thresholds) ?? [];
        report = report with { Thresholds = [.. thresholds.Select(threshold => ThresholdOutcome.Of(threshold, report))] };
        parsed.InvocationConfiguration.Output.Write(LoadReportFiles.Write(report, parsed.GetValue(options.Json) ? ReportFormat.Json : ReportFormat.Txt));
        if (parsed.GetValue(options.Report) is DirectoryInfo directory)
        {
            foreach (string path in LoadReportFiles.Save(report, directory.FullName, parsed.GetValue(options.Formats)!))
                parsed.InvocationConfiguration.Error.WriteLine(path);
        }
        return LoadExitCode.Of(report);
    }

    private static async Task<int> FindMaxAsync(ILoadEngine engine, Scenario scenario, LoadOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        MaxThroughputOptions search = parsed.GetValue(options.Duration) is TimeSpan duration ? new() { StepDuration = duration } : new();
        MaxThroughputResult found = await LoadProgress.ShowAsync(
            $"Maximum of {scenario.Target}", progress => MaxThroughput.FindAsync(engine, scenario, search, progress, cancellationToken)).ConfigureAwait(false);
        parsed.InvocationConfiguration.Output.Write(parsed.GetValue(options.Json) ? MaxThroughputText.Json(found) : MaxThroughputText.Plain(found));
        return cancellationToken.IsCancellationRequested ? LoadExitCode.Interrupted : found.Throughput > 0 ? LoadExitCode.Success : LoadExitCode.InvalidRun;
    }

#if NBOMBER
    private static NBomberEngine CreateEngine() => new(TimeProvider.System);
#else
    private static OpenLoopEngine CreateEngine() => new();
#endif
}
