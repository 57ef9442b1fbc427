using CsCheck;
using RecPipe.Accelerator.Shapes;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Experiments;

namespace RecPipe.Planning.Tests.Designs;

public class DesignSpaceTests
{
    [Fact]
    public void Cores_are_shared_in_every_way_that_leaves_none_idle()
    {
        IReadOnlyList<Design> designs = Designs(new() { Name = "cpu", Engines = 5 }, stages: 3);
        designs.Select(Engines).ShouldBe(["1,1,3", "1,2,2", "1,3,1", "2,1,2", "2,2,1", "3,1,1"], ignoreOrder: true);
    }

    [Fact]
    public void An_accelerators_area_is_shared_in_every_way_too()
    {
        BackendConfig rpaccel = Accelerator(4, 16);
        IReadOnlyList<Design> designs = Designs(rpaccel, stages: 2);
        // two stages on quarters: 1 + 3, 2 + 2, 3 + 1; a quarter leaves 12 sixteenths; sixteenths: 1 + 15 to 15 + 1
        designs.Select(Text).Where(text => !text.StartsWith("rpaccel-16 x", StringComparison.Ordinal)).ShouldBe(
        [
            "rpaccel-4 x1, rpaccel-4 x3", "rpaccel-4 x2, rpaccel-4 x2", "rpaccel-4 x3, rpaccel-4 x1",
            "rpaccel-4 x1, rpaccel-16 x12", "rpaccel-4 x2, rpaccel-16 x8", "rpaccel-4 x3, rpaccel-16 x4",
        ]);
        designs.Count.ShouldBe(3 + 3 + 3 + 15);
    }

    [Fact]
    public void The_published_splits_of_two_stages_are_among_them()
    {
        LoadedExperiment experiment = Shipped.Experiment("kaggle-accel-2-stage");
        HashSet<string> corrected = [.. experiment.Designs(DesignMode.Corrected).Select(design => design.Key)];
        corrected.Count.ShouldBe(123);
        experiment.Designs(DesignMode.Parity).ShouldAllBe(design => corrected.Contains(design.Key));
    }

    [Fact]
    public void A_device_of_its_own_serves_one_stage_and_a_pair_can_serve_two()
    {
        Designs(new() { Name = "cpu", Engines = 3 }, new() { Name = "gpu", Engines = 1 }, stages: 2).Select(PlacedText)
            .ShouldBe(["cpu x1, cpu x2", "cpu x2, cpu x1", "cpu x3, gpu x1", "gpu x1, cpu x3"], ignoreOrder: true);
        Designs(new() { Name = "cpu", Engines = 3 }, new() { Name = "gpu", Engines = 2 }, stages: 2).Select(PlacedText)
            .ShouldContain("gpu x1, gpu x1");
    }

    [Fact]
    public void No_maximal_share_is_left_out_and_every_share_fits() => Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[1, 3])
        .Sample((devices, larger, factor, stages) =>
        {
            BackendConfig backend = Accelerator(larger, larger * factor * 2) with { Engines = devices };
            int area = devices * larger * factor * 2;
            HashSet<string> enumerated = [.. Designs(backend, stages).Select(Text)];
            enumerated.Count.ShouldBe(BruteForce(backend, stages, area).Count);
            BruteForce(backend, stages, area).ShouldAllBe(text => enumerated.Contains(text));
        }, iter: 30);

    [Fact]
    public void Queries_are_split_where_a_stage_can_split_them()
    {
        Experiment experiment = Make([new() { Name = "cpu", Engines = 3 }], 2) with { SubBatchRows = [0, 100, 400] };
        string[] splits = [.. DesignSpace.Enumerate(experiment, Models, DesignMode.Corrected).Select(design => string.Join(", ", design.Stages.Select(stage => $"x{stage.Engines} /{stage.SubBatchRows}")))];
        // 1000 and 500 candidates: one engine splits nothing, and 500 cannot be split in parts of 400
        splits.ShouldBe(["x1 /0, x2 /0", "x1 /0, x2 /100", "x2 /0, x1 /0", "x2 /100, x1 /0", "x2 /400, x1 /0"], ignoreOrder: true);
        DesignSpace.Enumerate(experiment, Models, DesignMode.Parity).ShouldAllBe(design => design.Stages.All(stage => stage.SubBatchRows == 0));
    }

    [Fact]
    public void An_enumerated_space_runs_models_by_cost_on_ever_fewer_candidates()
    {
        Experiment experiment = Make([new() { Name = "cpu", Engines = 3 }], 1) with
        {
            Cascades = [],
            Space = new() { Models = ["rm-large", "rm-small", "rm-med"], Candidates = [4096], Keeps = [128, 512] },
        };
        string[] cascades = [.. DesignSpace.Enumerate(experiment, Models, DesignMode.Corrected).Select(design => string.Join(" > ", design.Stages.Select(stage => $"{stage.Model}@{stage.Items}"))).Distinct()];
        // three of one stage, three pairs by two keeps, one of three
        cascades.Length.ShouldBe(3 + 6 + 1);
        cascades.ShouldContain("rm-small@4096 > rm-med@512 > rm-large@128");
        cascades.ShouldContain("rm-med@4096 > rm-large@128");
        cascades.ShouldNotContain(cascade => cascade.StartsWith("rm-large@4096 >", StringComparison.Ordinal));
    }

    private static HashSet<string> BruteForce(BackendConfig backend, int stages, int area)
    {
        (string Hardware, int Size)[] kinds = [.. backend.Hardware.Select(hardware => (hardware, area / backend.Engines / backend.EnginesPerDevice(hardware)))];
        List<(string Hardware, int Size, int Count)[]> all = [[]];
        for (int i = 0; i < stages; i++)
            all = [.. from shares in all from kind in kinds from count in Enumerable.Range(1, area / kind.Size) where shares.Sum(share => share.Size * share.Count) + kind.Size * count <= area select ((string, int, int)[])[.. shares, (kind.Hardware, kind.Size, count)]];
        return [.. all.Where(shares => shares.All(share => area - shares.Sum(other => other.Size * other.Count) < share.Size)).Select(shares => string.Join(", ", shares.Select(share => $"{share.Hardware} x{share.Count}")))];
    }

    private static readonly Dictionary<string, ModelShape> Models = new[] { "rm-small", "rm-med", "rm-large" }
        .ToDictionary(name => name, name => ModelShape.Of(RecPipe.Models.Families.ModelConfigs.Load(Shipped.Files.Model(name))));

    private static BackendConfig Accelerator(params int[] sizes) => new()
    {
        Name = "rpaccel",
        Device = DeviceKind.Accelerator,
        Hardware = [.. sizes.Select(size => $"rpaccel-{size}")],
        PerDevice = sizes.ToDictionary(size => $"rpaccel-{size}"),
    };

    private static Experiment Make(IReadOnlyList<BackendConfig> backends, int stages) => new()
    {
        Name = "test",
        Backends = backends,
        Cascades = [new() { Models = [[.. new[] { "rm-small", "rm-med", "rm-large" }.Take(stages)]], Items = [[.. new[] { 1000, 500, 200 }.Take(stages)]] }],
    };

    private static IReadOnlyList<Design> Designs(BackendConfig backend, int stages) => [.. DesignSpace.Enumerate(Make([backend], stages), Models, DesignMode.Corrected)];

    private static IReadOnlyList<Design> Designs(BackendConfig one, BackendConfig other, int stages) => [.. DesignSpace.Enumerate(Make([one, other], stages), Models, DesignMode.Corrected)];

    private static string Engines(Design design) => string.Join(',', design.Stages.Select(stage => stage.Engines));

    private static string Text(Design design) => string.Join(", ", design.Stages.Select(stage => $"{stage.Hardware} x{stage.Engines}"));

    private static string PlacedText(Design design) => string.Join(", ", design.Stages.Select(stage => $"{stage.Backend} x{stage.Engines}"));
}
