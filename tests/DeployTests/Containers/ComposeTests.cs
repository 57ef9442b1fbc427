namespace RecPipe.DeployTests.Containers;

/// <summary>The images, and the compose file brought up with them (deploy/test/compose.sh).</summary>
[Collection(BuiltImages.Collection)]
public sealed class ComposeTests(BuiltImages images)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task The_images_build_and_the_compose_file_serves_scales_survives_a_crash_and_goes_away()
    {
        (string folder, string built) = await images.BuildAsync();
        await using Machine machine = await Machine.StartAsync(folder, TestContext.Current.CancellationToken);

        string output = await machine.RunAsync($"exec '{Machine.Script("compose.sh")}'", s_limit, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(built + output);
        foreach (string shown in (string[])
            ["all healthy", "no capabilities", "REST, two-stage-rpaccel", "gRPC through the published port", "scaled to 2", "killed and restarted", "drained and ended with 0", "down: no container"])
        {
            output.ShouldContain(shown);
        }
    }
}
