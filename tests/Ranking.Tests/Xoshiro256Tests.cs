using RecPipe.Ranking.Randomness;

namespace RecPipe.Ranking.Tests;

public class Xoshiro256Tests
{
    [Fact]
    public void SplitMix64_gives_its_reference_sequence()
    {
        ulong state = 1234567;
        ulong[] drawn = [.. Enumerable.Range(0, 3).Select(_ => SplitMix64.Next(ref state))];
        drawn.ShouldBe([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL]);
    }

    [Fact]
    public void Uniforms_and_normals_have_their_moments()
    {
        Xoshiro256 random = new(3, 5);
        double[] uniforms = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextUniform())];
        double[] normals = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextNormal())];
        uniforms.ShouldAllBe(u => u >= 0 && u < 1);
        uniforms.Average().ShouldBe(0.5, 0.004);
        normals.Average().ShouldBe(0, 0.012);
        normals.Average(x => x * x).ShouldBe(1, 0.02);
        normals.Average(x => x * x * x * x).ShouldBe(3, 0.15);
    }

    [Fact]
    public void The_same_seed_and_stream_repeat_and_another_stream_differs()
    {
        ulong first = new Xoshiro256(1, 2).Next();
        new Xoshiro256(1, 2).Next().ShouldBe(first);
        new Xoshiro256(1, 3).Next().ShouldNotBe(first);
        new Xoshiro256(2, 2).Next().ShouldNotBe(first);
    }
}
