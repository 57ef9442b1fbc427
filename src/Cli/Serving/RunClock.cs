using RecPipe.Contracts.Ranking.V1;
using RecPipe.Workloads.Statistics;

namespace RecPipe.Cli.Serving;

/// <summary>Where the time of one run's queries went. Any number of threads record.</summary>
/// <param name="stages">Of the pipeline.</param>
internal sealed class RunClock(int stages)
{
    /// <summary>One a stage.</summary>
    public IReadOnlyList<StageClock> Stages { get; } = [.. Enumerable.Range(0, stages).Select(_ => new StageClock())];

    /// <summary>Of each query, all but queues and engines.</summary>
    public LatencyRecorder Outside { get; } = new();

    /// <param name="reply">An answer with its traces.</param>
    /// <param name="took">At the client.</param>
    public void Record(RankReply reply, TimeSpan took)
    {
        TimeSpan outside = took;
        for (int i = 0; i < Math.Min(Stages.Count, reply.Stages.Count); i++)
        {
            Stages[i].Record(reply.Stages[i]);
            outside -= TimeSpan.FromMicroseconds(reply.Stages[i].QueueUs + reply.Stages[i].ComputeUs);
        }
        Outside.Record(outside);
    }
}
