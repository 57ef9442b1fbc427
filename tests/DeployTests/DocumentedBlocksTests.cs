namespace RecPipe.DeployTests;

/// <summary>No command of the pages on deployment escapes the test that runs them.</summary>
public sealed class DocumentedBlocksTests
{
    private static readonly string[] s_pages = ["deploy.md", "deploy-kubernetes.md"];

    [Fact]
    public void Every_block_says_what_it_is_so_that_commands_are_found()
    {
        foreach (string page in s_pages)
            DocumentedBlocks.Languages(page).ShouldAllBe(language => language == "sh" || language == "yaml", page);
    }

    [Fact]
    public void What_is_not_run_is_on_the_pages_and_each_exception_is_one_block()
    {
        string[] blocks = [.. s_pages.SelectMany(DocumentedBlocks.Of)];
        foreach (string part in DocumentedBlocks.NotRun.Keys)
            blocks.Count(block => block.Contains(part, StringComparison.Ordinal)).ShouldBe(1, part);
        (blocks.Length - DocumentedBlocks.NotRun.Count).ShouldBe(4, "blocks that Containers/DocumentedCommandsTests runs");
    }

    [Fact]
    public void A_page_on_Kubernetes_has_no_command_that_could_be_run_without_a_cluster() =>
        DocumentedBlocks.Of("deploy-kubernetes.md").ShouldAllBe(block => DocumentedBlocks.NotRun.Keys.Any(part => block.Contains(part, StringComparison.Ordinal)));
}
