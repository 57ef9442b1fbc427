using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RecPipe.FunctionalTests;

/// <summary>Runs what the README and the how-to pages tell people to type (fenced as sh), in an empty folder.</summary>
public sealed partial class DocumentedCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DocumentedCommandsTests()
    {
        Directory.CreateSymbolicLink(_folder.PathOf("configs"), Repository.PathOf("configs"));
        Directory.CreateDirectory(_folder.PathOf("bin"));
        Script("recpipe", $"exec dotnet '{Built("Cli", "recpipe.dll")}' \"$@\"");
        Script("dotnet", $$"""
            if [ "$1 $2 $3 $4" = "run -c Release --project" ]; then
              case "$5" in
                src/Cli) program='{{Built("Cli", "recpipe.dll")}}' ;;
                *) program='{{Repository.PathOf("src")}}'/"${5#src/}"/bin/{{Repository.Configuration}}/net10.0/RecPipe."${5#src/}".dll ;;
              esac
              shift 6
              set -- "$program" "$@"
            fi
            exec dotnet "$@"
            """);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("train")]
    [InlineData("models")]
    [InlineData("serve")]
    [InlineData("evaluate")]
    [InlineData("load")]
    [InlineData("accelerator")]
    [InlineData("sweep")]
    [InlineData("experiments")]
    [InlineData("profile")]
    [InlineData("weights")]
    public async Task The_commands_of_a_how_to_page_work(string page)
    {
        string[] blocks = Blocks(Repository.PathOf("docs", "how-to", page + ".md"));
        blocks.ShouldNotBeEmpty();
        foreach (string block in blocks)
            await Run(OnFreePorts(block));
    }

    [Fact]
    public async Task The_walk_from_a_plan_to_its_verification_works()
    {
        string[] blocks = Blocks(Repository.PathOf("docs", "planning.md"));
        string output = "";
        foreach (string block in blocks)
            output += await Run(OnFreePorts(block));

        output.ShouldContain("Recommended: ");
        output.ShouldContain("recpipe verify --plan plan.json");
        File.ReadAllText(_folder.PathOf("plan.html")).ShouldContain("<svg");
        File.ReadAllText(_folder.PathOf("planned.json")).ShouldContain("\"this-machine-10qps\"");
    }

    [Fact]
    public async Task The_readme_has_two_commands_and_the_first_does_the_main_job()
    {
        string[] blocks = Blocks(Repository.PathOf("README.md"));
        blocks.ShouldBe(["dotnet run -c Release --project src/Cli -- demo\n", "dotnet test -c Release\n"]);

        string output = await Run(blocks[0].TrimEnd() + " --quick\n");

        foreach (string pipeline in (string[])["one-stage", "two-stage", "three-stage"])
            Regex.Count(output, $"^{pipeline} +[0-9.]+", RegexOptions.Multiline).ShouldBeGreaterThanOrEqualTo(3, output);
        File.ReadAllText(_folder.PathOf("runs", "demo", "report.html")).ShouldContain("<svg");
    }

    [Fact]
    public void CI_runs_the_readmes_test_command() =>
        File.ReadAllText(Repository.PathOf(".ci", "run")).ShouldContain(Blocks(Repository.PathOf("README.md"))[1].Trim());

    public void Dispose() => _folder.Dispose();

    private async Task<string> Run(string commands)
    {
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        ProcessStartInfo start = new("bash", ["-euo", "pipefail", "-c", commands])
        {
            WorkingDirectory = _folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_folder.PathOf("bin")}:{path}";
        start.Environment["PATH_OF_THE_TEST"] = path;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(4), TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"{commands}\n{await output}\n{await errors}");
        return await output;
    }

    private static string[] Blocks(string page) => [.. Fence().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value)];

    /// <summary>The pages name fixed ports; here each becomes a free one.</summary>
    private static string OnFreePorts(string commands)
    {
        Dictionary<string, string> ports = [];
        return Port().Replace(commands, match =>
        {
            if (!ports.TryGetValue(match.Value, out string? free))
                ports[match.Value] = free = FreePort();
            return free;
        });
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    private static string Built(string project, string assembly) => Repository.PathOf("src", project, "bin", Repository.Configuration, "net10.0", assembly);

    private void Script(string name, string body)
    {
        string path = _folder.PathOf("bin", name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\nPATH=\"$PATH_OF_THE_TEST\"\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"127\.0\.0\.1:51\d\d")]
    private static partial Regex Port();
}
