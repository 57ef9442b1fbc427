namespace RecPipe.Figures.Tests.Sources;

public class CorrectedTests
{
    [Fact]
    public void Exponential_gaps_show_the_queue_of_a_gpu_that_nearly_periodic_ones_hide()
    {
        Figure figure = FigureCatalog.Choose(["8"])[0].Build(new() { Repetitions = 2, Configs = Repository.PathOf("configs") }, TestContext.Current.CancellationToken);
        ComparedValue gpu = figure.Values.First(value => value.Series == "top: gpu" && value.Point.EndsWith(" 67 queries/s", StringComparison.Ordinal));
        gpu.Ours!.Value.ShouldBeGreaterThan(3 * gpu.Published!.Value);
        figure.Values.Single(value => value.Series == "top: gpu" && value.Point.EndsWith(" 1000 queries/s", StringComparison.Ordinal)).Ours.ShouldBeNull();
    }
}
