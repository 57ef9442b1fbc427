using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using RecPipe.LoadGen.Engine;
using RecPipe.LoadGen.Parts;
using RecPipe.LoadGen.Reports;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Simulations;
using static RecPipe.LoadGen.Tests.Scenarios;

namespace RecPipe.LoadGen.Tests;

/// <summary>Whatever happened to a part's file: it is refused with its path, or it holds what it says.</summary>
public sealed class DamagedPartFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_truncated_or_changed_file_is_a_configuration_problem_and_nothing_else()
    {
        string text = await Saved();
        int hdr = text.IndexOf("\"hdr\"", StringComparison.Ordinal);
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Char['0', 'z'], Gen.Bool).Sample((at, with, cut) =>
        {
            string damaged = cut ? text[..at] : text[..at] + with + text[(at + 1)..];
            ReadOrRefuse(damaged);
        }, iter: 800, threads: 1);
        Gen.Select(Gen.Int[hdr + 8, text.IndexOf('"', hdr + 8) - 1], Gen.Char['A', 'Z']).Sample((at, with) => ReadOrRefuse(text[..at] + with + text[(at + 1)..]), iter: 800, threads: 1);
    }

    [Theory]
    [InlineData("part.of", "2147483647", "part")]
    [InlineData("degraded", "6", "degraded")]
    [InlineData("judged", "6", "judged")]
    [InlineData("answeredInWindow", "-1", "answeredInWindow")]
    [InlineData("errors.Unavailable", "-1", "errors")]
    [InlineData("ndcgSum", "-5", "ndcgSum")]
    [InlineData("processCores", "-1", "processCores")]
    [InlineData("lag.maxTicks", "-1", "lag")]
    [InlineData("latency.sumTicks", "-1", "latency")]
    [InlineData("timeline[0].failed", "9", "timeline")]
    public async Task Numbers_that_no_run_measures_are_refused(string field, string value, string expected)
    {
        JsonNode file = JsonNode.Parse(await Saved())!;
        JsonNode at = file;
        string[] path = field.Split('.', '[');
        foreach (string name in path[..^1])
            at = name.EndsWith(']') ? at[int.Parse(name[..^1], CultureInfo.InvariantCulture)]! : at[name]!;
        at[path[^1]] = JsonNode.Parse(value);
        string damaged = _folder.PathOf("damaged.json");
        File.WriteAllText(damaged, file.ToJsonString());
        Should.Throw<ConfigException>(() => PartFile.Load(damaged)).Problems.ShouldContain(problem => problem.Field.StartsWith(expected, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private void ReadOrRefuse(string text)
    {
        string path = _folder.PathOf("damaged.json");
        File.WriteAllText(path, text);
        try
        {
            RunMeasurement part = PartFile.Load(path);
            LoadReport report = PartSet.Merge([(path, part)], allowMissing: true);
            report.Answered.ShouldBe(report.Latency.Count);
        }
        catch (ConfigException e)
        {
            e.Problems.ShouldAllBe(problem => problem.File == path || problem.File == "recpipe load merge");
        }
    }

    private async Task<string> Saved()
    {
        RunMeasurement part = await VirtualPacer.Engine(new FakeTimeProvider()).MeasureAsync(
            Of((context, _) => new(new StepResult(context.Query == 4 ? StatusCode.Unavailable : StatusCode.OK)), Inject(12, 1)) with { Part = new LoadPart(0, 2) },
            null, TestContext.Current.CancellationToken);
        string path = _folder.PathOf("part.json");
        PartFile.Save(path, part);
        return File.ReadAllText(path);
    }
}
