using System.Text.RegularExpressions;

namespace RecPipe.DeployTests.Containers;

/// <summary>
/// Types what docs/deploy.md says, as it is written there, in the page's order. `docker compose` is docker-compose on podman
/// (deploy/test/commands/docker), without the services whose images cannot be had.
/// </summary>
[Collection(BuiltImages.Collection)]
public sealed partial class DocumentedCommandsTests(BuiltImages images)
{
    /// <summary>Of the load generator: the run is done, but this machine was too busy for its numbers to count.</summary>
    private const int LoadNotValid = 3;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_commands_of_the_page_work()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        (string folder, _) = await images.BuildAsync();
        await using Machine machine = await Machine.StartAsync(folder, token, ("RECPIPE_LOAD_DURATION", "5s"), ("RECPIPE_LOAD_RATE", "20"));
        await machine.SetUpAsync($"source '{Machine.Script("engine.sh")}'; start_engine; PATH='{Machine.Script("commands")}':$PATH", token);
        List<string> run = [];

        foreach (string block in DocumentedBlocks.Of("deploy.md").Where(block => !DocumentedBlocks.NotRun.Keys.Any(block.Contains)))
        {
            foreach (string command in DocumentedBlocks.CommandsOf(block))
            {
                string printed = await machine.RunAsync(command, s_limit, token, command.Contains("run --rm", StringComparison.Ordinal) ? [0, LoadNotValid] : [0]);
                await Check(machine, command, printed, token);
                run.Add(command);
            }
        }

        run.Count(command => command.Contains(" up -d", StringComparison.Ordinal)).ShouldBe(4);
        await machine.RunAsync("docker compose -f deploy/docker-compose.yml down --volumes && test -z \"$(podman ps --all --quiet)$(podman volume ls --quiet)\"", s_limit, token);
    }

    /// <summary>What the page promises of a command, after the time a reader leaves it.</summary>
    private static async Task Check(Machine machine, string command, string printed, CancellationToken token)
    {
        if (command.Contains("curl", StringComparison.Ordinal))
            await Ranks(machine, command, printed, token);
        if (command.Contains("run --rm", StringComparison.Ordinal))
            printed.ShouldContain("NDCG");
        if (command.Contains(" down", StringComparison.Ordinal))
            (await machine.RunAsync("podman ps --all --quiet", s_limit, token)).ShouldBeEmpty();
        if (!command.Contains(" up -d", StringComparison.Ordinal))
            return;
        string[] expected = [.. Scaled().Matches(command).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}")];
        string waiting = string.Join('\n', ((string[])["gateway 1", "worker-small 1", "accel-emulator 1", expected.SingleOrDefault() ?? "worker-large 1"]).Select(service => $"until_true 60 '{service}' healthy {service}"));
        await machine.RunAsync($"source '{Machine.Script("engine.sh")}'\n{waiting}", s_limit, token);
        if (Tag().Match(command) is { Success: true } tag && !command.Contains("--no-deps", StringComparison.Ordinal))
        {
            string ran = await machine.RunAsync("podman ps --format '{{.Image}}' | grep recpipe/", s_limit, token);
            ran.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(image => image.EndsWith(":" + tag.Groups[1].Value, StringComparison.Ordinal));
        }
    }

    /// <summary>Half a second is short for the very first query on a busy machine: a reader tries again, and so does this.</summary>
    private static async Task Ranks(Machine machine, string command, string printed, CancellationToken token)
    {
        for (int tries = 1; tries < 10 && printed.Contains("DeadlineExceeded", StringComparison.Ordinal); tries++)
            printed = await machine.RunAsync(command, s_limit, token);
        printed.ShouldContain("\"ranked\"");
    }

    [GeneratedRegex(@"--scale ([a-z-]+)=(\d+)")]
    private static partial Regex Scaled();

    [GeneratedRegex(@"RECPIPE_TAG=(\S+)")]
    private static partial Regex Tag();
}
