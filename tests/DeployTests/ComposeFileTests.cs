using System.Text.RegularExpressions;

namespace RecPipe.DeployTests;

/// <summary>What must hold of the compose files, whether or not containers can be run here.</summary>
public sealed partial class ComposeFileTests
{
    private static readonly string s_compose = Repository.PathOf("deploy", "docker-compose.yml");
    private static readonly string s_gpu = Repository.PathOf("deploy", "docker-compose.gpu.yml");

    [Fact]
    public async Task Compose_accepts_the_files_alone_and_together()
    {
        Tool.Require("docker-compose");
        foreach (string[] files in (string[][])[["-f", s_compose], ["-f", s_compose, "-f", s_gpu]])
        {
            (int exitCode, string output) = await Tool.RunAsync("docker-compose", [.. files, "config", "--quiet"], TimeSpan.FromMinutes(1));
            exitCode.ShouldBe(0, output);
        }
    }

    [Fact]
    public async Task Compose_refuses_a_misspelt_setting()
    {
        Tool.Require("docker-compose");
        using TemporaryFolder folder = new();
        string broken = folder.PathOf("docker-compose.yml");
        File.WriteAllText(broken, File.ReadAllText(s_compose).Replace("    mem_limit: 512m", "    mem_limits: 512m", StringComparison.Ordinal));
        (int exitCode, string output) = await Tool.RunAsync("docker-compose", ["-f", broken, "config", "--quiet"], TimeSpan.FromMinutes(1));
        exitCode.ShouldNotBe(0);
        output.ShouldContain("mem_limits");
    }

    [Fact]
    public void Every_image_has_an_exact_tag()
    {
        string[] images = [.. Image().Matches(File.ReadAllText(s_compose) + File.ReadAllText(s_gpu)).Select(match => match.Groups[1].Value)];
        images.Length.ShouldBeGreaterThan(8);
        images.ShouldAllBe(image => ExactTag().IsMatch(image));
    }

    [Fact]
    public void Every_published_port_is_bound_to_loopback_unless_a_variable_opens_it()
    {
        string[] ports = [.. Published().Matches(File.ReadAllText(s_compose)).SelectMany(match => match.Groups["port"].Value.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries))];
        ports.Length.ShouldBe(5);
        ports.ShouldAllBe(port => port.Trim(' ', '-', '"').StartsWith("${RECPIPE_BIND:-127.0.0.1}:", StringComparison.Ordinal));
    }

    [Fact]
    public void The_images_are_built_from_every_project_and_from_pinned_bases()
    {
        string dockerfile = File.ReadAllText(Repository.PathOf("deploy", "docker", "Dockerfile"));
        foreach (string project in Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(Repository.Root, project);
            dockerfile.ShouldContain($"COPY {path} {Path.GetDirectoryName(path)}/");
        }
        string[] tags = [.. BaseTag().Matches(dockerfile).Select(match => match.Groups[1].Value)];
        tags.Length.ShouldBe(3);
        tags.ShouldAllBe(tag => Version().IsMatch(tag));
    }

    [GeneratedRegex("^ *image: (.*)$", RegexOptions.Multiline)]
    private static partial Regex Image();

    [GeneratedRegex(@":(v?\d+\.\d+\.\d+|\$\{RECPIPE_TAG:-\d+\.\d+\.\d+\})$")]
    private static partial Regex ExactTag();

    [GeneratedRegex(@"^    ports:(?: \[(?<port>[^\]\n]+)\]|\n(?<port>(?:      - .*\n)+))", RegexOptions.Multiline)]
    private static partial Regex Published();

    [GeneratedRegex("^ARG [A-Z]+_TAG=(.*)$", RegexOptions.Multiline)]
    private static partial Regex BaseTag();

    [GeneratedRegex(@"^\d+\.\d+\.\d+")]
    private static partial Regex Version();
}
