using System.CommandLine;
using RecPipe.LoadGen.Capacity;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Parts;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.ServiceDefaults;

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
        command.Subcommands.Add(MergeCommand.Create());
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
        string? meeting = parsed.GetValue(options.Meet)?.FullName;
        if (meeting is not null)
        {
            TimeSpan longest = parsed.GetValue(options.Wait) ?? MergeCommand.Patience;
            scenario = scenario with { StartAt = await new MeetingPoint(meeting, scenario.Part, TimeProvider.System).MeetAsync(longest, cancellationToken).ConfigureAwait(false) };
        }
        RunMeasurement measured = await LoadProgress.ShowAsync(scenario.Target, progress => engine.MeasureAsync(scenario, progress, cancellationToken)).ConfigureAwait(false);
        string? file = parsed.GetValue(options.PartFile)?.FullName ?? (meeting is null ? null : Path.Combine(meeting, PartFile.NameOf(measured)));
        if (file is not null)
            PartFile.Save(file, measured);
        LoadReport report = options.Report.Publish(LoadReportBuilder.Build([measured]), parsed);
        return scenario.Part.IsWhole ? LoadExitCode.Of(report) : report.Interrupted ? LoadExitCode.Interrupted : LoadExitCode.Success;
    }

    private static async Task<int> FindMaxAsync(ILoadEngine engine, Scenario scenario, LoadOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        MaxThroughputOptions search = parsed.GetValue(options.Duration) is TimeSpan duration ? new() { StepDuration = duration } : new();
        MaxThroughputResult found = await LoadProgress.ShowAsync(
            $"Maximum of {scenario.Target}", progress => MaxThroughput.FindAsync(engine, scenario, search, progress, cancellationToken)).ConfigureAwait(false);
        parsed.InvocationConfiguration.Output.Write(parsed.GetValue(options.Report.Json) ? MaxThroughputText.Json(found) : MaxThroughputText.Plain(found));
        return cancellationToken.IsCancellationRequested ? LoadExitCode.Interrupted : found.Throughput > 0 ? LoadExitCode.Success : LoadExitCode.InvalidRun;
    }

#if NBOMBER
    private static NBomberEngine CreateEngine() => new(TimeProvider.System);
#else
    private static OpenLoopEngine CreateEngine() => new();
#endif
}
