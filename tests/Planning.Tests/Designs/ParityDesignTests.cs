using System.Text.Json.Nodes;
using RecPipe.Planning.Designs;

namespace RecPipe.Planning.Tests.Designs;

/// <summary>Parity mode enumerates what the published artefact did.</summary>
public class ParityDesignTests
{
    [Theory]
    [InlineData("kaggle-accel-acc-scaling", 1, 4, 5)]
    [InlineData("kaggle-accel-2-stage", 2, 9, 1)]
    [InlineData("kaggle-accel-3-stage", 3, 27, 1)]
    public void Accelerator_designs_are_the_artefacts(string experiment, int stages, int count, int items)
    {
        JsonNode published = JsonNode.Parse(File.ReadAllText(Repository.Reference("original_configs.json")))!["accel_design_space"]![$"{stages}"]!;
        string[] expected = [.. published.AsArray().Select(design => $"{Text(design!["sizes"]!)} x {Text(design["engines"]!)}")];
        expected.Length.ShouldBe(count);

        IReadOnlyList<Design> designs = Shipped.Experiment(experiment).Designs(DesignMode.Parity);

        designs.Count.ShouldBe(count * items);
        designs.Select(design => $"{string.Join(',', design.Stages.Select(stage => stage.Hardware.Split('-')[1]))} x {string.Join(',', design.Stages.Select(stage => stage.Engines))}")
            .Distinct().ShouldBe(expected);
    }

    [Theory]
    [InlineData("kaggle-1-stage", 30)]
    [InlineData("kaggle-2-stage", 90)]
    [InlineData("kaggle-3-stage", 28)]
    public void Cpu_and_gpu_designs_are_as_many_as_the_artefact_measured(string experiment, int count)
    {
        IReadOnlyList<Design> designs = Shipped.Experiment(experiment).Designs(DesignMode.Parity);
        designs.Count.ShouldBe(count);
        designs.Select(design => design.Key).ShouldBeUnique();
        foreach (Design design in designs)
        {
            // notes E5: int(32 / (stages - gpus)) CPU engines a stage
            int onCpu = design.Stages.Count(stage => stage.Backend == "cpu");
            design.Stages.ShouldAllBe(stage => stage.Engines == (stage.Backend == "gpu" ? 1 : 32 / onCpu));
        }
    }

    private static string Text(JsonNode numbers) => string.Join(',', numbers.AsArray().Select(number => number!.GetValue<int>()));
}
