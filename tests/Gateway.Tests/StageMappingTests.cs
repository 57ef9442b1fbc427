using CsCheck;
using Google.Protobuf;
using Grpc.Core;
using RecPipe.Contracts.Stage;
using RecPipe.Contracts.Stage.V1;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;
using Wire = RecPipe.Contracts.Stage.V1;

namespace RecPipe.Gateway.Tests;

public class StageMappingTests
{
    private static readonly Gen<StageRequest> s_requests =
        from ids in Gen.Int.Array[1, 50]
        from keep in Gen.Int[1, 100]
        from width in Gen.Int[0, 3]
        from dense in Gen.Float.Array[ids.Length * width]
        select new StageRequest("m", ids, keep, Deadline.None, width == 0 ? null : new(dense, ids));

    [Fact]
    public void A_request_crosses_the_wire_unchanged() => s_requests.Sample(request =>
    {
        RankRequest parsed = RankRequest.Parser.ParseFrom(request.ToProto().ToByteArray());
        StageMapping.TryRead(parsed, Deadline.None, out StageRequest read).ShouldBeNull();
        read.Model.ShouldBe(request.Model);
        read.Keep.ShouldBe(request.Keep);
        read.Candidates.ToArray().ShouldBe(request.Candidates.ToArray());
        (read.Features?.Dense.ToArray()).ShouldBe(request.Features?.Dense.ToArray());
        (read.Features?.Sparse.ToArray()).ShouldBe(request.Features?.Sparse.ToArray());
    });

    [Fact]
    public void A_reply_crosses_the_wire_unchanged() => Gen.Select(Gen.Int[1, 50], Gen.Int[1, 60]).Sample((candidates, keep) =>
    {
        StageRequest request = new("m", new int[candidates], keep, Deadline.None);
        StageReply reply = new()
        {
            Status = StageStatus.Ok,
            Positions = Enumerable.Range(0, Math.Min(candidates, keep)).Reverse().ToArray(),
            Scores = Enumerable.Range(0, Math.Min(candidates, keep)).Select(i => i / 3f).ToArray(),
            Queue = TimeSpan.FromMicroseconds(12),
            Compute = TimeSpan.FromMicroseconds(345),
            Worker = "w",
            Late = TimeSpan.FromMicroseconds(67),
        };
        StageReply read = RankReply.Parser.ParseFrom(reply.ToProto().ToByteArray()).ToDomain(request);
        (read.Status, read.Queue, read.Compute, read.Worker, read.Late).ShouldBe((reply.Status, reply.Queue, reply.Compute, reply.Worker, reply.Late));
        read.Positions.ToArray().ShouldBe(reply.Positions.ToArray());
        read.Scores.ToArray().ShouldBe(reply.Scores.ToArray());
    });

    [Theory]
    [InlineData("", 8, 1, 0, 0, "model")]
    [InlineData("m", 0, 1, 0, 0, "candidates")]
    [InlineData("m", 7, 1, 0, 0, "candidates")]
    [InlineData("m", 8, 0, 0, 0, "keep")]
    [InlineData("m", 8, uint.MaxValue, 0, 0, "keep")]
    [InlineData("m", 8, 1, 9, 0, "features.dense")]
    [InlineData("m", 8, 1, 8, 3, "features.sparse")]
    public void A_malformed_request_names_its_field(string model, int candidateBytes, uint keep, int denseBytes, int sparseBytes, string field)
    {
        RankRequest message = new() { Model = model, Candidates = Bytes(candidateBytes), Keep = keep };
        message.Features = new Wire.InlineFeatures { Dense = Bytes(denseBytes), Sparse = Bytes(sparseBytes) };
        StageMapping.TryRead(message, Deadline.None, out _).ShouldNotBeNull().ShouldStartWith(field + ":");
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, 8, "")]
    [InlineData(new[] { 0, 3 }, 8, "positions[1]")]
    [InlineData(new[] { -1, 0 }, 8, "positions[0]")]
    [InlineData(new[] { 0 }, 4, "1 positions")]
    [InlineData(new[] { 0, 1, 2 }, 12, "3 positions")]
    [InlineData(new[] { 0, 1 }, 4, "1 scores")]
    [InlineData(new[] { 0, 1 }, 7, "scores")]
    public void A_reply_that_cannot_be_true_is_Internal(int[] positions, int scoreBytes, string says)
    {
        byte[] bytes = new byte[positions.Length * sizeof(int)];
        Buffer.BlockCopy(positions, 0, bytes, 0, bytes.Length);
        RankReply message = new() { Positions = ByteString.CopyFrom(bytes), Scores = Bytes(scoreBytes) };
        StageReply reply = message.ToDomain(new("m", new int[3], 2, Deadline.None));
        reply.Status.ShouldBe(says.Length == 0 ? StageStatus.Ok : StageStatus.Internal);
        reply.Detail.ShouldContain(says);
    }

    [Fact]
    public void Every_status_has_a_code_of_its_own_and_comes_back()
    {
        StageStatus[] all = Enum.GetValues<StageStatus>();
        all.Select(status => status.ToStatusCode().ToStageStatus()).ShouldBe(all);
        StatusCode.Unimplemented.ToStageStatus().ShouldBe(StageStatus.Internal);
    }

    private static ByteString Bytes(int length) => ByteString.CopyFrom(new byte[length]);
}
