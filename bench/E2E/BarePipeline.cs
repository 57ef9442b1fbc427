using System.Diagnostics;
using RecPipe.Ranking.Pipelines;

namespace RecPipe.Bench.E2E;

/// <summary>A pipeline's stages run bare, one after the other on the same thread: no queue, no gather, no top-k, no transport.</summary>
internal sealed class BarePipeline : IDisposable
{
    private const int Queries = 32;

    private readonly string _name;
    private readonly List<BareStage> _stages = [];

    public BarePipeline(PipelineConfig pipeline, Workbench bench, int batchRows)
    {
        _name = pipeline.Name;
        int[][] queries = [.. Enumerable.Range(0, Queries).Select(bench.Query)];
        int candidates = Workbench.Candidates;
        foreach (StageConfig stage in pipeline.Stages)
        {
            _stages.Add(new(Path.Combine(bench.Models, stage.Model + ".onnx"), bench.Store, queries, candidates, batchRows));
            candidates = stage.Keep;
        }
    }

    public Result Measure(string way, TimeSpan during)
    {
        List<TimeSpan> unloaded = [];
        Repeat(during, unloaded, default);
        unloaded.Clear();
        Repeat(during, unloaded, default);
        unloaded.Sort();
        return new(_name, way, unloaded[unloaded.Count / 2], TimeSpan.FromTicks((long)unloaded.Average(time => time.Ticks)), Throughput(during));
    }

    public void Dispose() => _stages.ForEach(stage => stage.Dispose());

    /// <summary>As many threads as cores, each running queries of its own.</summary>
    private double Throughput(TimeSpan during)
    {
        List<TimeSpan>[] done = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new List<TimeSpan>())];
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. done.Select((times, i) => new Thread(() => Repeat(during, times, i)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return done.Sum(times => times.Count) / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Repeat(TimeSpan during, List<TimeSpan> times, int first)
    {
        long start = Stopwatch.GetTimestamp();
        for (int query = first; Stopwatch.GetElapsedTime(start) < during; query++)
        {
            TimeSpan sum = TimeSpan.Zero;
            foreach (BareStage stage in _stages)
                sum += stage.Run(query);
            times.Add(sum);
        }
    }
}
