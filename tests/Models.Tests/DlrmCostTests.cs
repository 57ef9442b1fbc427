using RecPipe.Models.Families;

namespace RecPipe.Models.Tests;

public class DlrmCostTests
{
    [Fact]
    public void Costs_follow_from_the_widths()
    {
        DlrmCost cost = DlrmCost.Of(DlrmConfig.Load(Repository.PathOf("configs", "models", "rm-small.json")), [.. Enumerable.Repeat(100, 26)]);
        cost.MacsAsPlotted.ShouldBe(13 * 64 + 64 * 4 + 64);
        cost.LayerMacs.ShouldBe(13 * 64 + 64 * 4 + (4 + 351) * 64 + 64);
        cost.InteractionMacs.ShouldBe(351 * 4);
        cost.Macs.ShouldBe(cost.LayerMacs + cost.InteractionMacs);
        cost.LayerBytes.ShouldBe(4 * (cost.LayerMacs + 64 + 4 + 64 + 1));
        cost.TableBytes.ShouldBe(4 * 26 * 100 * 4);
        cost.RowBytes.ShouldBe(4 * 26 * 4);
    }

    [Fact]
    public void A_concatenation_multiplies_nothing_before_the_top_layers()
    {
        DlrmCost cost = DlrmCost.Of(TestModels.Config(3, [5], [7], Interaction.Cat), [2, 2]);
        cost.InteractionMacs.ShouldBe(0);
        cost.LayerMacs.ShouldBe(5 * 3 + 9 * 7 + 7);
    }

    [Fact]
    public void The_counts_of_the_artefacts_350_networks_follow()
    {
        string[][] rows = [.. File.ReadLines(Repository.Reference("figures", "figure2_models.csv")).Select(line => line.Split(','))];
        int Column(string name) => Array.IndexOf(rows[0], name);
        int bottom = Column("arch_mlp_bot"), top = Column("arch_mlp_top"), dim = Column("embedding_dim"), plotted = Column("macs_as_plotted"), whole = Column("macs_with_dot_interaction_input");
        rows.Length.ShouldBe(351);
        foreach (string[] row in rows[1..])
        {
            DlrmConfig config = new() { Name = row[0], Family = "dlrm", EmbeddingDim = int.Parse(row[dim], null), BottomMlp = Widths(row[bottom]), TopMlp = Widths(row[top]) };
            DlrmCost cost = DlrmCost.Of(config, [.. Enumerable.Repeat(1, 26)]);
            cost.MacsAsPlotted.ShouldBe(long.Parse(row[plotted], null), row[0]);
            cost.LayerMacs.ShouldBe(long.Parse(row[whole], null), row[0]);
        }

        static int[] Widths(string text) => [.. text.Split('-').Select(width => int.Parse(width, null))];
    }
}
