using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RecPipe.FunctionalTests;

/// <summary>
/// The pictures in the documentation, and the pages they show: what tools/Screenshots opens in Chromium must draw something and
/// say no error. Needs chromium and npm, which .ci/run installs; skips, saying so, without them.
/// </summary>
public sealed partial class ScreenshotTests(World world) : IDisposable
{
    private const int MostBytes = 200_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_picture_in_the_documentation_is_there_small_and_taken_by_the_script()
    {
        string script = File.ReadAllText(Repository.PathOf("tools", "Screenshots", "take.sh"));
        string[] used = [.. Pages().SelectMany(PicturesOf).Distinct().Order()];

        used.ShouldBe([.. Directory.EnumerateFiles(Repository.PathOf("docs", "images")).Order()], "pictures that pages show, against docs/images");
        used.Select(Path.GetFileNameWithoutExtension).ShouldAllBe(name => script.Contains($"{name}="));
        used.ShouldAllBe(path => new FileInfo(path).Length < MostBytes);
    }

    [Fact]
    public async Task The_load_report_and_the_gateways_page_show_something_and_say_no_error()
    {
        RequireBrowser();
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        (HostProcess worker, Uri address) = await world.StartWorkerAsync("w", cancellationToken);
        await using HostProcess _ = worker;
        (HostProcess gateway, Uri grpc, Uri http) = await World.StartGatewayAsync(
            Repository.PathOf("configs", "pipelines", "two-stage.json"), cancellationToken, "--workers", address.ToString());
        await using HostProcess __ = gateway;
        await using HostProcess load = HostProcess.Start("Cli", "load", "--gateway", grpc.ToString(), "--pipeline", "two-stage",
            "--data", world.Data, "--rate", "10", "--candidates", "256", "--duration", "2s", "--warm-up", "500ms", "--max-lag-share", "100", "--report", _folder.PathOf("load"));
        (await load.ExitCode(cancellationToken)).ShouldBe(0, load.Output);

        (int exitCode, string output) = Shoot($"load-report={_folder.PathOf("load", "load.html")}", $"gateway-api={http}");

        exitCode.ShouldBe(0, output);
        Shots(output).Select(shot => shot.GetProperty("name").GetString()).ShouldBe(["load-report", "gateway-api"]);
        File.Exists(_folder.PathOf("gateway-api.png")).ShouldBeTrue();
    }

    [Fact]
    public void A_page_that_is_blank_or_says_an_error_fails()
    {
        RequireBrowser();
        Dictionary<string, string> bodies = new()
        {
            ["said so"] = "<p>Text.</p><script>console.error('said so')</script>",
            ["nothing is not defined"] = "<p>Text.</p><script>nothing.there()</script>",
            ["ERR_FILE_NOT_FOUND"] = "<p>Text.</p><img src='missing.png'>",
            ["The page is blank"] = "<div></div>",
        };
        foreach ((string problem, string body) in bodies)
            File.WriteAllText(_folder.PathOf($"{problem}.html"), $"<!DOCTYPE html><html><body>{body}</body></html>");

        (int exitCode, string output) = Shoot([.. bodies.Keys.Select(problem => $"{problem}={_folder.PathOf($"{problem}.html")}")]);

        exitCode.ShouldBe(1, output);
        Shots(output).ShouldAllBe(shot => shot.GetProperty("errors").EnumerateArray().Any(error => error.GetString()!.Contains(shot.GetProperty("name").GetString()!)));
        Shots(output).Count().ShouldBe(bodies.Count);
    }

    public void Dispose() => _folder.Dispose();

    private void RequireBrowser()
    {
        foreach (string file in (string[])["package.json", "shoot.mjs"])
            File.Copy(Repository.PathOf("tools", "Screenshots", file), _folder.PathOf(file));
        if (Run("chromium", "--version") is not (0, _))
            Assert.Skip("chromium is not here: install it (apt-get install chromium), as .ci/run does.");
        if (Run("npm", "install", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent") is not (0, _) and (_, string output))
            Assert.Skip($"playwright-core cannot be installed: are npm and a package registry there? {output}");
    }

    private (int ExitCode, string Output) Shoot(params string[] pages) => Run("node", ["shoot.mjs", _folder.Root, .. pages]);

    /// <summary>Ends with 127, as a shell's would, when there is no such program.</summary>
    private (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = _folder.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + errors.Result);
        }
        catch (Win32Exception e)
        {
            return (127, e.Message);
        }
    }

    private static IEnumerable<JsonElement> Shots(string output) =>
        output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<JsonElement>(line));

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories).Append(Repository.PathOf("README.md"));

    private static IEnumerable<string> PicturesOf(string page) =>
        Picture().Matches(File.ReadAllText(page)).Select(match => Path.GetFullPath(match.Groups[1].Value, Path.GetDirectoryName(page)!));

    [GeneratedRegex(@"!\[[^\]]+\]\(([^)]+)\)")]
    private static partial Regex Picture();
}
