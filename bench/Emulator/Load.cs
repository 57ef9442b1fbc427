using System.Diagnostics;
using RecPipe.Ranking;
using RecPipe.Ranking.Stages;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Pacing;
using RecPipe.Workloads.Queries;

namespace RecPipe.Bench.Emulator;

/// <summary>Poisson arrivals offered open-loop to a stage, from a thread of their own.</summary>
internal sealed class Load(IStage stage, QueryStream queries, double rate, int keep)
{
    /// <summary>Offers load and waits for all answers.</summary>
    /// <param name="seed">Of the arrivals.</param>
    /// <param name="seconds">How long arrivals go on.</param>
    /// <returns>Intended arrival and time of the answer of each query, in ticks.</returns>
    public async Task<IReadOnlyList<(long Intended, long Answered)>> RunAsync(ulong seed, double seconds)
    {
        List<Task<(long, long)>> calls = new((int)(rate * seconds * 2));
        TaskCompletionSource offered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            PreciseTimer.PrepareThread();
            PoissonArrivals arrivals = new(rate, seed);
            long start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 100;
            for (double at = arrivals.Next(); at < seconds; at = arrivals.Next())
            {
                long intended = start + (long)(at * Stopwatch.Frequency);
                int[] candidates = new int[queries.Candidates];
                queries.Fill(calls.Count, candidates);
                PreciseTimer.WaitUntil(intended);
                calls.Add(Task.Run(() => CallAsync(candidates, intended)));
            }
            offered.SetResult();
        })
        { IsBackground = true }.Start();
        await offered.Task;
        return await Task.WhenAll(calls);
    }

    private async Task<(long, long)> CallAsync(int[] candidates, long intended)
    {
        StageReply reply = await stage.RankAsync(new(Inputs.Model, candidates, keep, Deadline.None), CancellationToken.None);
        return reply.Status == StageStatus.Ok
            ? (intended, Stopwatch.GetTimestamp())
            : throw new InvalidOperationException($"{reply.Status}: {reply.Detail}");
    }
}
