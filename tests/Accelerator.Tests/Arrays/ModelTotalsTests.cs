using System.Diagnostics;
using RecPipe.Accelerator.Arrays;
using RecPipe.Accelerator.Shapes;
using RecPipe.Models.Families;

namespace RecPipe.Accelerator.Tests.Arrays;

public class ModelTotalsTests
{
    [Fact]
    public void Totals_of_every_model_equal_the_simulators()
    {
        Dictionary<string, ModelShape> models = new() { ["dim_4_0"] = Shape("rm-small"), ["dim_16"] = Shape("rm-med"), ["dim_32_0"] = Shape("rm-large") };
        foreach (string[] row in ScaleSimLayer.Rows("scalesim_model_totals.csv"))
        {
            ArraySetup setup = new(ScaleSimLayer.DataflowOf(row[0]), (int)Number(row[2]), (long)Number(row[1]), ArrayMemory.RpAccel);
            ArrayReport report = ArrayReport.Of(models[row[3]], setup, concatenated: true);

            report.Layers.Count.ShouldBe((int)Number(row[4]));
            report.Total.Cycles.ShouldBe((long)Number(row[5]));
            report.Total.AnalyticalCycles.ShouldBe((long)Number(row[6]));
            ((double)report.Total.AnalyticalCycles / report.Total.Cycles).ShouldBe(Number(row[7]));
            (100 * report.Total.MappingUtilisation).ShouldBe(Number(row[8]), 1e-9);
            (100 * report.Total.MacEfficiency).ShouldBe(Number(row[9]), 1e-9);
        }
    }

    /// <summary>The widest reports add up: every multiply-accumulate once, every output once when everything fits.</summary>
    [Fact]
    public void A_report_of_a_model_that_fits_fetches_each_word_once()
    {
        ArrayReport report = ArrayReport.Of(Shape("rm-large"), new(Dataflow.WeightStationary, 128, 512, new(1 << 30, 1 << 30, 1 << 30, 4)));

        report.Total.Macs.ShouldBe(512 * 217_600);
        report.Total.Traffic.DramFilterReads.ShouldBe(217_600);
        report.Total.Traffic.DramIfmapReads.ShouldBe(512 * (13 + 512 + 256 + 128 + 64 + 383 + 96));
        report.Total.Traffic.DramOfmapWrites.ShouldBe(512 * (512 + 256 + 128 + 64 + 32 + 96 + 1));
        report.Total.Traffic.DramPartialSumReads.ShouldBe(0);
    }

    [Fact]
    public void A_whole_large_model_takes_no_memory_and_under_a_millisecond()
    {
        ModelShape model = Shape("rm-large");
        LayerShape[] layers = [.. LayerShape.Between(model.BottomMlp), .. LayerShape.Between(model.TopMlp)];
        Evaluate(100);

        double best = double.PositiveInfinity;
        Allocations.Of(() => best = Math.Min(best, Evaluate(100))).ShouldBe(0);
        best.ShouldBeLessThan(1);

        double Evaluate(int rounds)
        {
            double fastest = double.MaxValue;
            for (int round = 0; round < rounds; round++)
            {
                long start = Stopwatch.GetTimestamp();
                foreach (LayerShape layer in layers)
                    _ = SystolicArray.Cycles(Dataflow.WeightStationary, 128, layer, 4096);
                fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            return fastest;
        }
    }

    private static double Number(string cell) => double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture);

    private static ModelShape Shape(string name) => ModelShape.Of(DlrmConfig.Load(Repository.PathOf("configs", "models", name + ".json")));
}
