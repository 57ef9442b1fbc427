using CsCheck;
using Google.Protobuf;
using Grpc.Core;
using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Stage;
using RecPipe.Contracts.Stage.V1;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;
using RecPipe.Ranking.Stages;
using ModelDescription = RecPipe.Ranking.Stages.ModelDescription;
using RankingRequest = RecPipe.Contracts.Ranking.V1.RankRequest;
using Wire = RecPipe.Contracts.Stage.V1;

namespace RecPipe.Gateway.Tests;

public class StageMappingTests
{
    private static readonly Gen<StageRequest> s_requests =
        from ids in Gen.Int.Array[1, 50]
        from keep in Gen.Int[1, 100]
        from width in Gen.Int[0, 3]
        from dense in Gen.Float.Array[ids.Length * width]
        from user in Gen.Int.Nullable()
        from known in Gen.Bool
        select new StageRequest("m", ids, keep, Deadline.None, width == 0 ? null : new(dense, ids), known ? new(user, dense, ids) : null);

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
        (read.Context is null).ShouldBe(request.Context is null);
        (read.Context?.User).ShouldBe(request.Context?.User);
        (read.Context?.Dense.ToArray()).ShouldBe(request.Context?.Dense.ToArray());
        (read.Context?.Sparse.ToArray()).ShouldBe(request.Context?.Sparse.ToArray());
    });

    [Fact]
    public void What_a_worker_serves_crosses_the_wire_unchanged() => Gen.Int[0, int.MaxValue].Array[7].Sample(numbers =>
    {
        ModelDescription model = new("m", "f", "s", numbers[0], numbers[1])
        {
            CandidateRows = numbers[2],
            UserRows = numbers[3],
            QueryDenseWidth = numbers[4],
            QuerySparseWidth = numbers[5],
            FixedBatch = numbers[6],
        };
        StageDescription worker = new() { Worker = "w", Backend = "cpu", Engines = 2, QueueCapacity = 3, MaxCandidates = 4, StoreRows = 5, Models = [model] };
        StageDescription read = DescribeReply.Parser.ParseFrom(worker.ToProto().ToByteArray()).ToDomain();
        read.Models.ShouldBe([model]);
        (read with { Models = [] }).ShouldBe(worker with { Models = [] });
    });

    [Fact]
    public void A_querys_context_crosses_the_gateways_wire_unchanged() =>
        Gen.Select(Gen.Int.Nullable(), Gen.Float.Array[0, 4], Gen.Int.Array[0, 4]).Sample((user, dense, sparse) =>
        {
            Query query = new(new int[] { 1 }, Context: new(user, dense, sparse));
            RankingMapping.TryRead(RankingRequest.Parser.ParseFrom(query.ToProto("p").ToByteArray()), out Query read).ShouldBeNull();
            read.Context.ShouldNotBeNull().User.ShouldBe(user);
            read.Context.Dense.ToArray().ShouldBe(dense);
            read.Context.Sparse.ToArray().ShouldBe(sparse);
        });

    [Fact]
    public void Features_and_context_are_not_copied_on_their_way_in_or_out()
    {
        float[] dense = [1, 2];
        StageRequest request = new("m", new int[] { 1 }, 1, Deadline.None, new(dense, default), new(3, dense));
        RankRequest message = request.ToProto();
        StageMapping.TryRead(message, Deadline.None, out StageRequest read).ShouldBeNull();
        dense[1] = 9;
        (read.Features!.Dense.Span[1], read.Context!.Dense.Span[1]).ShouldBe((9, 9));
    }

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
    [InlineData("m", 8, 1, 8, 8, "context.dense", 5)]
    [InlineData("m", 8, 1, 8, 8, "context.sparse", 4, 6)]
    public void A_malformed_request_names_its_field(
        string model, int candidateBytes, uint keep, int denseBytes, int sparseBytes, string field, int contextDenseBytes = 0, int contextSparseBytes = 0)
    {
        RankRequest message = new() { Model = model, Candidates = Bytes(candidateBytes), Keep = keep };
        message.Features = new Wire.InlineFeatures { Dense = Bytes(denseBytes), Sparse = Bytes(sparseBytes) };
        message.Context = new Wire.QueryContext { Dense = Bytes(contextDenseBytes), Sparse = Bytes(contextSparseBytes) };
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
