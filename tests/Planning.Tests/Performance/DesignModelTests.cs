using RecPipe.Accelerator.Shapes;
using RecPipe.Models.Families;
using RecPipe.Planning.Backends;
using RecPipe.Planning.Designs;
using RecPipe.Planning.Performance;
using RecPipe.Ranking.Configuration;
using RecPipe.Simulation.Replications;

namespace RecPipe.Planning.Tests.Performance;

public class DesignModelTests
{
    private static readonly Design s_oneStage = new()
    {
        Stages = [new() { Model = "rm-large", Items = 4096, Keep = 64, Backend = "rpaccel", Hardware = "rpaccel-1", Engines = 1 }],
    };

    [Fact]
    public void A_single_device_is_an_M_D_1_queue()
    {
        DesignModel model = new(Catalog());
        PerformanceBounds bounds = model.Bounds(s_oneStage);
        // reference/accel_timing_golden.csv, as the shipped logs print it
        bounds.UnloadedSeconds.ShouldBe(0.0020907438257427215, 1e-15);
        bounds.Capacity.ShouldBe(1 / 0.0020907438257427215, 1e-6);

        PredictedPerformance half = model.Predict(s_oneStage, bounds.Capacity / 2, new ReplicationOptions());

        // Pollaczek-Khinchine: wait = rho / (2 (1 - rho)) services
        half.Mean.Value.ShouldBe(1.5 * bounds.UnloadedSeconds, 0.02 * bounds.UnloadedSeconds);
        half.Utilisation.ShouldHaveSingleItem().ShouldBe(0.5, 0.01);
    }

    private static HardwareCatalog Catalog()
    {
        string root = Repository.Root;
        DlrmConfig large = ConfigFile.Load<DlrmConfig>(Path.Combine(root, "configs", "models", "rm-large.json"));
        return new(
            [new() { Name = "rpaccel", Hardware = ["rpaccel-1"], Mode = Accelerator.Timing.TimingMode.Parity }],
            new Dictionary<string, ModelShape> { ["rm-large"] = ModelShape.Of(large) },
            name => Path.Combine(root, "configs", "hardware", name + ".json"));
    }
}
