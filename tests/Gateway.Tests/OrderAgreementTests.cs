using CsCheck;
using RecPipe.Gateway.Telemetry;

namespace RecPipe.Gateway.Tests;

public class OrderAgreementTests
{
    [Theory]
    [InlineData(new[] { 0, 1, 2, 3 }, 2, 1)]
    [InlineData(new[] { 1, 0, 2, 3 }, 2, 1)]
    [InlineData(new[] { 3, 0, 1, 2 }, 2, 0.5)]
    [InlineData(new[] { 3, 2, 1, 0 }, 2, 0)]
    [InlineData(new[] { 3, 2, 1, 0 }, 9, 1)]
    [InlineData(new int[0], 3, 1)]
    public void It_is_the_share_of_the_first_k_that_were_among_the_first_k_before(int[] positions, int k, double agreement) =>
        OrderAgreement.Of(positions, k).ShouldBe(agreement);

    [Fact]
    public void A_sampler_takes_its_share_of_any_queries_in_a_row() =>
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, 500], Gen.Int[1, 500]).Sample((share, before, row) =>
        {
            QualitySampler sampler = new(share);
            for (int i = 0; i < before; i++)
                sampler.Takes();
            ((double)Enumerable.Range(0, row).Count(_ => sampler.Takes())).ShouldBe(share * row, 1 + 1e-9);
        });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 100)]
    public void Nothing_and_everything_are_shares_too(double share, int taken)
    {
        QualitySampler sampler = new(share);
        Enumerable.Range(0, 100).Count(_ => sampler.Takes()).ShouldBe(taken);
    }
}
