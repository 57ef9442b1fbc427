using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Tests.Timing;

public class ParityModelTests
{
    /// <summary>The check value of the published logs of figures 12 and 13.</summary>
    [Fact]
    public void The_whole_design_ranks_4096_items_with_the_large_model_in_the_published_time() =>
        new ParityModel(Published.Accelerator("1")).Seconds(Published.Model("rm-large"), new StageWork(4096, 0)).ShouldBe(0.0020907438257427215);

    [Fact]
    public void Every_published_time_and_its_parts_agree_to_the_last_bit()
    {
        IReadOnlyDictionary<string, ModelShape> models = Published.Models();
        Dictionary<string, ParityModel> designs = Designs();
        int rows = 0;
        foreach (Dictionary<string, string> row in Published.Rows("accel_timing_golden.csv"))
        {
            StageWork work = new(row.Whole("items_per_query"), row.Whole("top_n")) { Sort = row["on_chip_sorting"] == "1" ? SortPlace.Device : SortPlace.Host };
            TimeBreakdown time = designs[row["hardconf"]].Breakdown(models[row["model"]], work);
            string where = string.Join(' ', row.Values.Take(6));
            Same(time.Cycles.InputPcie, "input_pcie_cycles");
            Same(time.Cycles.EmbeddingDram, "embedding_dram_cycles");
            Same(time.Cycles.EmbeddingSram, "embedding_sram_cycles");
            Same(time.Cycles.Embedding, "embedding_cycles");
            Same(time.Cycles.BottomMlp, "mlp_bot_cycles");
            Same(time.Cycles.TopMlp, "mlp_top_cycles");
            Same(time.Cycles.Sort, "sort_cycles");
            Same(time.Cycles.OutputPcie, "output_pcie_cycles");
            Same(time.Cycles.Total, "total_cycles");
            Same(time.LatencySeconds, "latency_s");
            rows++;

            void Same(double value, string column) => (value == row.Number(column)).ShouldBeTrue($"{where}: {column} is {row[column]}, not {value:R}");
        }
        rows.ShouldBe(3456);
    }

    [Fact]
    public void Every_published_layer_agrees_to_the_last_bit()
    {
        Dictionary<string, ParityModel> designs = Designs();
        int rows = 0;
        foreach (Dictionary<string, string> row in Published.Rows("accel_layer_golden.csv"))
        {
            LayerCycles layer = designs[row["hardconf"]].Layer(new LayerShape(row.Whole("layer_in"), row.Whole("layer_out")), row.Whole("items_per_query"));
            (layer.WeightLoad, layer.Array, layer.Total).ShouldBe((row.Number("weight_load_cycles"), row.Number("sa_cycles"), row.Number("layer_total_cycles")), string.Join(' ', row.Values));
            rows++;
        }
        rows.ShouldBe(1288);
    }

    [Fact]
    public void The_parts_of_a_breakdown_are_its_layers()
    {
        TimeBreakdown time = new ParityModel(Published.Accelerator("16")).Breakdown(Published.Model("rm-large"), new StageWork(512, 0));

        time.BottomLayers.Sum(layer => layer.Cycles.Total).ShouldBe(time.Cycles.BottomMlp);
        time.TopLayers.Sum(layer => layer.Cycles.Total).ShouldBe(time.Cycles.TopMlp);
        time.TopLayers[0].Layer.ShouldBe(new LayerShape(864, 96));
    }

    [Fact]
    public void The_host_sorts_at_most_4096_items()
    {
        ParityModel model = new(Published.Accelerator("1"));
        StageWork work = new(4097, 0) { Sort = SortPlace.Host };

        Should.Throw<ArgumentOutOfRangeException>(() => model.Cycles(Published.Model("rm-small"), work)).Message.ShouldContain("sort on the device");
    }

    [Fact]
    public void A_description_without_the_artefacts_values_is_refused()
    {
        RpAccel own = Published.Accelerator("1") with { Artefact = null };

        ConfigException refused = Should.Throw<ConfigException>(() => new ParityModel(own));
        refused.Problems.ShouldHaveSingleItem().Field.ShouldBe("artefact");
    }

    private static Dictionary<string, ParityModel> Designs() =>
        new[] { "1", "4", "16", "64" }.ToDictionary(slices => slices, slices => new ParityModel(Published.Accelerator(slices)));
}
