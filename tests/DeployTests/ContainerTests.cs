namespace RecPipe.DeployTests;

/// <summary>
/// Builds the images and brings up the compose file for real (deploy/test/run.sh). It takes minutes and all of the machine, so it
/// runs where it is asked for, as .ci/run does after the other tests.
/// </summary>
public sealed class ContainerTests
{
    private const string Switch = "RECPIPE_CONTAINERS";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(12);

    [Fact]
    public async Task The_images_build_and_the_compose_file_serves_scales_survives_a_crash_and_goes_away()
    {
        if (Environment.GetEnvironmentVariable(Switch) != "1")
            Assert.Skip($"It builds images and runs containers for minutes: ask for it with {Switch}=1, as root.");
        if (Environment.UserName != "root")
            Assert.Skip("It needs root, for namespaces and mounts of its own.");
        Tool.Require("podman", "buildah", "crun", "docker-compose", "debootstrap", "unshare", "ip", "iptables", "curl", "jq");
        using TemporaryFolder folder = new();

        (int exitCode, string output) = await Tool.RunAsync(Repository.PathOf("deploy", "test", "run.sh"), [], s_limit, ("TMPDIR", folder.Root));

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        exitCode.ShouldBe(0, output);
        foreach (string image in (string[])["gateway", "stage-worker", "accel-emulator", "load-gen", "recpipe"])
            output.ShouldContain($"recpipe/{image}:");
        foreach (string shown in (string[])
            ["all healthy", "no capabilities", "REST, two-stage-rpaccel", "gRPC through the published port", "scaled to 2", "killed and restarted", "drained and ended with 0", "down: no container"])
        {
            output.ShouldContain(shown);
        }
        Directory.EnumerateFileSystemEntries(folder.Root).ShouldBeEmpty("The run left files behind.");
        File.ReadAllText("/proc/mounts").ShouldNotContain(folder.Root, customMessage: "The run left mounts behind.");
    }
}
