namespace RecPipe.DeployTests.Containers;

/// <summary>
/// The images of deploy/docker, built once for all tests that run them, in a folder that is gone afterwards. It takes minutes and all of
/// the machine, so it happens where it is asked for, as .ci/run does after the other tests. RECPIPE_IMAGES may name a folder in which
/// deploy/test/all-images.sh has built them before.
/// </summary>
public sealed class BuiltImages : IAsyncLifetime
{
    public const string Collection = "Containers";
    private const string Switch = "RECPIPE_CONTAINERS";

    private readonly TemporaryFolder _folder = new();
    private Task<string>? _built;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        bool mounted = (await File.ReadAllTextAsync("/proc/mounts")).Contains(_folder.Root, StringComparison.Ordinal);
        await Tool.RunAsync("rm", ["-rf", "--one-file-system", _folder.Root], TimeSpan.FromMinutes(2));
        mounted.ShouldBeFalse("The containers left mounts behind.");
        Directory.Exists(_folder.Root).ShouldBeFalse("The containers left files behind.");
    }

    /// <summary>Skips the test, saying why, where it was not asked for or cannot be.</summary>
    /// <returns>The folder that holds the images, and what building them printed.</returns>
    internal async Task<(string Folder, string Output)> BuildAsync()
    {
        if (Environment.GetEnvironmentVariable(Switch) != "1")
            Assert.Skip($"It builds images and runs containers for minutes: ask for it with {Switch}=1, as root.");
        if (Environment.UserName != "root")
            Assert.Skip("It needs root, for namespaces and mounts of its own.");
        Tool.Require("podman", "buildah", "crun", "docker-compose", "debootstrap", "unshare", "ip", "iptables", "curl", "jq");
        if (Environment.GetEnvironmentVariable("RECPIPE_IMAGES") is { Length: > 0 } before)
            return (before, "");
        return (_folder.Root, await (_built ??= BuildNow()));
    }

    private async Task<string> BuildNow()
    {
        // With a bash between, as in Machine.
        (int exitCode, string output) = await Tool.RunAsync("bash", ["-c", "\"$0\" \"$1\"; exit", Machine.Script("all-images.sh"), _folder.Root], TimeSpan.FromMinutes(8));
        exitCode.ShouldBe(0, output);
        foreach (string image in (string[])["gateway", "stage-worker", "accel-emulator", "load-gen", "recpipe"])
            output.ShouldContain($"recpipe/{image}:");
        return output;
    }
}
