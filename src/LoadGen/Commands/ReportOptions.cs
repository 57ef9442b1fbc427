using System.CommandLine;
using System.CommandLine.Parsing;
using RecPipe.LoadGen.Reports;
using RecPipe.Workloads.Objectives;

namespace RecPipe.LoadGen.Commands;

/// <summary>How a measured run is judged and reported: the options that measuring and merging share.</summary>
internal sealed class ReportOptions
{
    public Option<Threshold[]> Thresholds { get; } = new("--threshold")
    {
        Description = "For example p95<25ms, errors<1%, throughput>100, ndcg@64>0.9, hitrate@10>0.6, degraded<=0%; may be repeated. Missed: exit code 1.",
        CustomParser = ParseThresholds,
    };

    public Option<DirectoryInfo?> Folder { get; } = new("--report") { Description = "Folder for the report files." };

    public Option<ReportFormat[]> Formats { get; } = new("--formats")
    {
        Description = "Of the report files, separated by commas.",
        CustomParser = ParseFormats,
        DefaultValueFactory = _ => [ReportFormat.Txt, ReportFormat.Csv, ReportFormat.Md, ReportFormat.Html],
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the report as JSON instead of text." };

    public IEnumerable<Option> All => [Thresholds, Folder, Formats, Json];

    /// <summary>Judges the report, prints it and writes its files.</summary>
    /// <returns>The report with its thresholds.</returns>
    public LoadReport Publish(LoadReport report, ParseResult parsed)
    {
        Threshold[] thresholds = parsed.GetValue(Thresholds) ?? [];
        report = report with { Thresholds = [.. thresholds.Select(threshold => ThresholdOutcome.Of(threshold, report))] };
        parsed.InvocationConfiguration.Output.Write(LoadReportFiles.Write(report, parsed.GetValue(Json) ? ReportFormat.Json : ReportFormat.Txt));
        if (parsed.GetValue(Folder) is DirectoryInfo directory)
        {
            foreach (string path in LoadReportFiles.Save(report, directory.FullName, parsed.GetValue(Formats)!))
                parsed.InvocationConfiguration.Error.WriteLine(path);
        }
        return report;
    }

    private static Threshold[] ParseThresholds(ArgumentResult result)
    {
        List<Threshold> thresholds = [];
        foreach (Token token in result.Tokens)
        {
            if (ThresholdParser.Parse(token.Value, out string problem) is Threshold threshold)
                thresholds.Add(threshold);
            else
                result.AddError($"--threshold: {problem}");
        }
        return [.. thresholds];
    }

    private static ReportFormat[] ParseFormats(ArgumentResult result)
    {
        List<ReportFormat> formats = [];
        foreach (string name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            if (Enum.TryParse(name, ignoreCase: true, out ReportFormat format) && Enum.IsDefined(format) && !char.IsDigit(name[0]))
                formats.Add(format);
            else
                result.AddError($"--formats: there is no format \"{name}\"; use {string.Join(", ", Enum.GetNames<ReportFormat>()).ToLowerInvariant()}.");
        }
        return [.. formats];
    }
}
