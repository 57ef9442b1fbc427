using CsCheck;
using RecPipe.Accelerator.Hardware;
using RecPipe.Accelerator.Shapes;
using RecPipe.Accelerator.Timing;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Tests.Timing;

public class CorrectedModelTests
{
    private const double Rounding = 1 - 1e-12;

    private static readonly RpAccel[] s_designs = [.. new[] { "1", "4", "16", "64" }.Select(Published.Accelerator)];
    private static readonly ModelShape[] s_models = [.. new[] { "rm-small", "rm-med", "rm-large" }.Select(Published.Model)];
    private static readonly Gen<RpAccel> s_design = Gen.Int[0, s_designs.Length - 1].Select(i => s_designs[i]);
    private static readonly Gen<ModelShape> s_model = Gen.Int[0, s_models.Length - 1].Select(i => s_models[i]);
    private static readonly Gen<Corrections> s_corrections = Gen.Int[0, (int)Corrections.All].Select(bits => (Corrections)bits);

    private static readonly Gen<StageWork> s_work = Gen.Select(Gen.Int[1, 20_480], Gen.Int[0, 4096], Gen.Double[0, 1], Gen.Double[0, 0.1],
        (items, top, hits, flash) => new StageWork(items, top) { HitRate = hits, FlashRate = flash });

    [Fact]
    public void Without_a_correction_it_is_the_published_model_to_the_last_bit() =>
        Gen.Select(s_design, s_model, s_work).Sample((design, model, work) =>
        {
            TimeBreakdown corrected = new CorrectedModel(design, Corrections.None).Breakdown(model, work);
            TimeBreakdown parity = new ParityModel(design).Breakdown(model, work);
            corrected.Cycles.ShouldBe(parity.Cycles);
            corrected.LatencySeconds.ShouldBe(parity.LatencySeconds);
            corrected.BottomLayers.ShouldBe(parity.BottomLayers);
            corrected.TopLayers.ShouldBe(parity.TopLayers);
        });

    [Fact]
    public void No_part_is_negative_and_the_total_is_the_critical_path() =>
        Gen.Select(s_design, s_model, s_work, s_corrections).Sample((design, model, work, corrections) =>
        {
            StageCycles time = new CorrectedModel(design, corrections).Cycles(model, work);
            double[] parts = [time.InputPcie, time.EmbeddingDram, time.EmbeddingSram, time.EmbeddingFlash, time.Embedding, time.BottomMlp, time.Overlapped, time.Interaction, time.TopMlp, time.Sort, time.OutputPcie];
            parts.ShouldAllBe(part => part >= 0 && double.IsFinite(part));
            double serial = time.InputPcie + time.Embedding + time.BottomMlp + time.Interaction + time.TopMlp + time.Sort + time.OutputPcie;
            time.Total.ShouldBe(serial - time.Overlapped, serial * 1e-12);
            time.Overlapped.ShouldBeLessThanOrEqualTo(Math.Min(time.Embedding, time.BottomMlp) / Rounding);
            time.Embedding.ShouldBeGreaterThanOrEqualTo(Math.Max(time.EmbeddingDram, time.EmbeddingSram));
        });

    [Fact]
    public void More_candidates_never_take_less_time() =>
        Gen.Select(s_design, s_model, s_work, s_corrections, Gen.Int[1, 4096]).Sample((design, model, work, corrections, more) =>
        {
            CorrectedModel timing = new(design, corrections);
            timing.Seconds(model, work with { Items = work.Items + more }).ShouldBeGreaterThanOrEqualTo(timing.Seconds(model, work) * Rounding);
        });

    [Fact]
    public void More_survivors_never_take_less_time() =>
        Gen.Select(s_design, s_model, s_work, s_corrections, Gen.Int[1, 4096]).Sample((design, model, work, corrections, more) =>
        {
            CorrectedModel timing = new(design, corrections);
            timing.Seconds(model, work with { TopN = work.TopN + more }).ShouldBeGreaterThan(timing.Seconds(model, work));
        });

    [Fact]
    public void Overlap_and_residency_never_cost_time()
    {
        Corrections[] savings = [Corrections.CacheOverlap, Corrections.BottomOverlap, Corrections.WeightsResident, Corrections.WeightsOverlap, Corrections.WeightsExact];
        Gen.Select(s_design, s_model, s_work, s_corrections, Gen.Int[0, savings.Length - 1].Select(i => savings[i])).Sample((design, model, work, corrections, saving) =>
            new CorrectedModel(design, corrections | saving).Seconds(model, work)
                .ShouldBeLessThanOrEqualTo(new CorrectedModel(design, corrections & ~saving).Seconds(model, work) / Rounding));
    }

    /// <summary>The parts that PCIe and DRAM decide are in seconds: a faster core leaves them as they are.</summary>
    [Fact]
    public void Transfers_do_not_know_the_core_clock() =>
        Gen.Select(s_design, s_model, s_work, Gen.Double[50e6, 2e9]).Sample((design, model, work, frequency) =>
        {
            TimeBreakdown slow = new CorrectedModel(design, Corrections.All).Breakdown(model, work);
            TimeBreakdown fast = new CorrectedModel(design with { FrequencyHz = frequency }, Corrections.All).Breakdown(model, work);
            foreach (Func<StageCycles, double> part in new Func<StageCycles, double>[] { c => c.InputPcie, c => c.OutputPcie, c => c.EmbeddingDram, c => c.EmbeddingFlash })
                fast.Seconds(part(fast.Cycles)).ShouldBe(slow.Seconds(part(slow.Cycles)), 1e-12);
        });

    /// <summary>156 bytes an item and 8 a survivor, after 5 us each way, at 11.2 GiB/s.</summary>
    [Fact]
    public void A_query_crosses_pcie_at_the_links_speed()
    {
        TimeBreakdown time = new CorrectedModel(s_designs[0], Corrections.All).Breakdown(s_models[2], new StageWork(4096, 64));

        time.Seconds(time.Cycles.InputPcie).ShouldBe(5e-6 + 4096 * 156 / (11.2 * (1L << 30)), 1e-15);
        time.Seconds(time.Cycles.OutputPcie).ShouldBe(5e-6 + 64 * 8 / (11.2 * (1L << 30)), 1e-15);
    }

    /// <summary>
    /// Large, 4096 items, whole array, by hand: 13,631,488 bytes of rows; 217,600 weights stay on chip; 16 blocks of 32 x 32 take one
    /// item each in 32 cycles.
    /// </summary>
    [Fact]
    public void Each_part_is_what_its_formula_says()
    {
        StageCycles time = new CorrectedModel(s_designs[0], Corrections.All).Cycles(s_models[2], new StageWork(4096, 64));

        time.EmbeddingSram.ShouldBe(13_631_488 / 2 / 320.0);
        time.EmbeddingDram.ShouldBe(12.5 + 13_631_488 / 2 / (32 * 1.073741824) / 8, 1e-6);
        time.Embedding.ShouldBe(time.EmbeddingDram);
        time.Interaction.ShouldBe(4096 / 16 * 32 + 2 * 32);
        time.Sort.ShouldBe(256);
        time.Overlapped.ShouldBe(Math.Min(time.Embedding, time.BottomMlp), 1e-6);
    }

    [Fact]
    public void Rows_of_a_narrow_model_move_whole_bursts()
    {
        StageWork work = new(4096, 0);
        double narrow = new CorrectedModel(s_designs[0], Corrections.Latencies).Cycles(s_models[0], work).EmbeddingDram;
        double bursts = new CorrectedModel(s_designs[0], Corrections.Latencies | Corrections.Bursts).Cycles(s_models[0], work).EmbeddingDram;

        (bursts - 12.5).ShouldBe(4 * (narrow - 12.5), 1e-6);
    }

    [Fact]
    public void Weights_stay_on_chip_when_they_fit_beside_those_of_other_models()
    {
        CorrectedModel alone = new(s_designs[0], Corrections.All);
        CorrectedModel shared = new(s_designs[0], Corrections.All, otherWeightBytes: 200_000);

        alone.KeepsWeights(s_models[2]).ShouldBeTrue();
        shared.KeepsWeights(s_models[2]).ShouldBeFalse();
        new CorrectedModel(s_designs[0], Corrections.All & ~Corrections.TopWidth).KeepsWeights(s_models[2]).ShouldBeFalse();
        alone.Breakdown(s_models[2], new StageWork(64, 0)).BottomLayers.ShouldAllBe(layer => layer.Cycles.WeightLoad == 0);
        shared.Breakdown(s_models[2], new StageWork(64, 0)).BottomLayers.ShouldAllBe(layer => layer.Cycles.WeightLoad > 0 && layer.Cycles.Total == Math.Max(layer.Cycles.WeightLoad, layer.Cycles.Array));
    }

    [Fact]
    public void Every_row_on_chip_leaves_the_dram_alone() =>
        new CorrectedModel(s_designs[0], Corrections.All).Cycles(s_models[2], new StageWork(4096, 0) { HitRate = 1 }).EmbeddingDram.ShouldBe(0);

    /// <summary>The cycle-level simulator's totals, every layer, array and batch that was run.</summary>
    [Fact]
    public void Array_cycles_are_those_of_the_cycle_level_simulator()
    {
        Corrections array = Corrections.All & ~Corrections.WeightsResident;
        int rows = 0;
        foreach (Dictionary<string, string> row in Published.Rows("scalesim_cycles.csv").Where(row => row["dataflow"] == "ws"))
        {
            RpAccel design = s_designs[0] with { ArraySize = row.Whole("array_dim"), ArrayBlockSize = 1 };
            LayerShape layer = new(row.Whole("layer_in"), row.Whole("layer_out"));
            new CorrectedModel(design, array).Layer(layer, row.Whole("batch")).Array.ShouldBe(row.Number("scalesim_cycles"), string.Join(' ', row.Values));
            rows++;
        }
        rows.ShouldBe(225);
    }

    [Fact]
    public void An_own_accelerator_needs_no_published_values_unless_a_correction_is_left_out()
    {
        RpAccel own = s_designs[0] with { Artefact = null };

        new CorrectedModel(own, Corrections.All).Seconds(s_models[0], new StageWork(1, 1)).ShouldBeGreaterThan(0);
        Should.Throw<ConfigException>(() => new CorrectedModel(own, Corrections.All & ~Corrections.Sram)).Message.ShouldContain("sram");
    }

    [Fact]
    public void Work_that_cannot_be_is_refused()
    {
        CorrectedModel timing = new(s_designs[0], Corrections.All);
        StageWork[] wrong = [new(0, 0), new(1, -1), new StageWork(1, 0) { HitRate = 1.5 }, new StageWork(1, 0) { FlashRate = double.NaN }];

        foreach (StageWork work in wrong)
            Should.Throw<ArgumentOutOfRangeException>(() => timing.Cycles(s_models[0], work));
    }
}
