using System.Text.Json;
using RecPipe.Planning.Sweeps;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Planning.Tests.Sweeps;

public sealed class PointLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File_ => _folder.PathOf("points.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Points_are_there_again_as_they_were()
    {
        SweptPoint full = Point("a > b", 100) with { MeanMs = 1.25, P50Ms = 1, P95Ms = 1.0 / 3, P99Ms = 5, P95HalfWidthMs = 0.01, Utilisation = [0.5, 1.0 / 7], Invalid = "late" };
        SweptPoint cut = Point("a > b", 200.5) with { Saturated = true };
        using (PointLog log = new(File_))
        {
            log.Add(full);
            log.Add(cut);
        }
        using PointLog again = new(File_);
        again.Count.ShouldBe(2);
        JsonSerializer.Serialize(again.Find("a > b", 100)).ShouldBe(JsonSerializer.Serialize(full));
        JsonSerializer.Serialize(again.Find("a > b", 200.5)).ShouldBe(JsonSerializer.Serialize(cut));
        again.Find("a > b", 300).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(100)]
    public void A_line_that_a_killed_process_left_unfinished_is_cut_off_and_nothing_else(int missing)
    {
        using (PointLog log = new(File_))
        {
            log.Add(Point("a", 1));
            log.Add(Point("a", 2));
        }
        using (FileStream file = File.OpenWrite(File_))
            file.SetLength(file.Length - Math.Min(missing, (int)file.Length / 2 - 1));

        using (PointLog log = new(File_))
        {
            log.Count.ShouldBe(1);
            log.Find("a", 1).ShouldNotBeNull();
            log.Find("a", 2).ShouldBeNull();
            log.Add(Point("a", 2));
        }
        using PointLog whole = new(File_);
        whole.Count.ShouldBe(2);
        File.ReadAllLines(File_).Length.ShouldBe(2);
    }

    [Fact]
    public void A_damaged_last_line_is_found_again()
    {
        using (PointLog log = new(File_))
            log.Add(Point("a", 1));
        File.AppendAllText(File_, "{ \"design\": \"a\", \"rate\": \n");
        using PointLog again = new(File_);
        again.Count.ShouldBe(1);
    }

    [Fact]
    public void A_damaged_line_in_the_middle_is_refused()
    {
        using (PointLog log = new(File_))
            log.Add(Point("a", 1));
        File.WriteAllText(File_, "nonsense\n" + File.ReadAllText(File_));
        ConfigException refused = Should.Throw<ConfigException>(() => new PointLog(File_));
        refused.Message.ShouldContain("Line 1 is damaged: nonsense Remove the line; its point is found again.");
    }

    private static SweptPoint Point(string design, double rate) => new() { Design = design, Rate = rate, Throughput = rate };
}
