using RecPipe.Contracts.Ranking;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Ranking;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.LoadGen.Targets;

/// <summary>A request over candidates of its own, to use again: the message reads the array, it does not copy it.</summary>
internal sealed class RankCall
{
    public RankCall(string pipeline, int candidates)
    {
        Candidates = new int[candidates];
        Request = new Query(Candidates).ToProto(pipeline);
    }

    public int[] Candidates { get; }

    public RankRequest Request { get; }

    /// <summary>Makes it another query.</summary>
    public void Fill(IQuerySource queries, long query) => Request.SetContext(queries.Fill(query, Candidates));
}
