namespace RecPipe.FunctionalTests;

/// <summary>Ctrl-C ends the demo cleanly wherever it is.</summary>
public sealed class InterruptTests
{
    [Theory]
    [InlineData("Train ")]
    [InlineData("one-stage at")]
    public async Task Ctrl_C_stops_the_demo_and_says_so(string during)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        await using HostProcess demo = HostProcess.Start("Cli", "demo", "--quick", "--out", folder.PathOf("demo"));
        await demo.LineWith(during, cancellationToken);

        demo.Interrupt();

        (await demo.ExitCode(cancellationToken)).ShouldBe(130, demo.Output);
        demo.Output.ShouldContain("Interrupted.");
        demo.Output.ShouldNotContain("   at "); // no stack trace
        Directory.EnumerateFileSystemEntries(folder.PathOf("demo"), "*unfinished*").ShouldBeEmpty();
    }
}
