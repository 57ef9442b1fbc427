using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.ServiceTimes;
using RecPipe.Simulation.Statistics;
using RecPipe.Workloads.Arrivals;

namespace RecPipe.Simulation.Pipelines;

/// <summary>
/// One run of a pipeline whose every time is constant, without events. Queries then leave a stage in the order in which they came
/// to it, so that with c engines a query starts when it is there and the one c before it has left. The same arrivals give the
/// same latencies as <see cref="PipelineSimulation"/> gives, to the bit, several times as fast; but where several queries leave a stage of several
/// engines at one instant, which only arrivals on a grid make them do, they are first come first served here, and in no promised order there. Not safe for concurrent use.
/// </summary>
internal sealed class TandemRecursion
{
    private readonly Station[] _stations;
    private readonly double _entry, _exit;
    private readonly bool _enters, _exits;
    private readonly LogHistogram _latency = new();
    private double[] _warmUp = [];

    private TandemRecursion(SimulatedPipeline pipeline)
    {
        Xoshiro256 unused = default;
        _stations = [.. pipeline.Stages.Select(stage => new Station(stage))];
        (_enters, _exits) = (pipeline.Entry is not null, pipeline.Exit is not null);
        _entry = pipeline.Entry?.Sample(pipeline.Stages[0].Items, 1, ref unused) ?? 0;
        _exit = pipeline.Exit?.Sample(pipeline.Stages[^1].Items, 1, ref unused) ?? 0;
    }

    /// <summary>Null when something in the pipeline needs events: chance, several workers, splits, bounded queues, deadlines, shared cores, engines that rest.</summary>
    public static TandemRecursion? TryCreate(SimulatedPipeline pipeline)
    {
        bool simple = double.IsPositiveInfinity(pipeline.Deadline) && pipeline.Background is null && pipeline.Cores.All(cores => cores == 0)
            && Constant(pipeline.Entry) && Constant(pipeline.Exit) && pipeline.Stages.Count > 0
            && pipeline.Stages.All(stage => stage is { Workers: 1, Engines: >= 1, QueueCapacity: int.MaxValue, WorkersOf: null, Budget: double.PositiveInfinity, Rested: null }
                && (stage.Engines == 1 || stage.SubBatchRows == 0 || stage.Items < 2L * stage.SubBatchRows)
                && stage.Service.IsConstant && Constant(stage.Request) && Constant(stage.Reply));
        return simple ? new(pipeline) : null;
    }

    /// <inheritdoc cref="PipelineSimulation.Run"/>
    public PipelineStatistics Run(IArrivalProcess arrivals, long queries, long warmUp, CancellationToken cancellationToken = default)
    {
        _latency.Clear();
        foreach (Station station in _stations)
            station.Clear();
        // Queries that warm up may start after counting begins: when that is must be known before they pass.
        if (_warmUp.Length <= warmUp)
            _warmUp = new double[warmUp + 1];
        for (int i = 0; i <= warmUp; i++)
            _warmUp[i] = arrivals.Next();
        double began = double.IsPositiveInfinity(_warmUp[warmUp]) ? 0 : _warmUp[warmUp], end = double.PositiveInfinity, sum = 0, latest = 0;
        long last = warmUp + queries, arrived = 0, answered = 0;
        while (true)
        {
            double arrival = arrived <= warmUp ? _warmUp[arrived] : arrivals.Next();
            if (arrival > end || double.IsPositiveInfinity(arrival))
                break;
            double now = Pass(arrival, arrived >= warmUp ? double.NegativeInfinity : began, end);
            if (arrived >= warmUp && arrived < last)
            {
                _latency.Record(now - arrival);
                sum += now - arrival;
                answered++;
                if (arrived == last - 1)
                    end = now;
            }
            latest = Math.Max(latest, now);
            if ((++arrived & 0xFFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
        }
        double seconds = Math.Min(end, latest) - began;
        return new()
        {
            Latency = _latency.ToCompact(),
            MeanLatency = answered == 0 ? 0 : sum / answered,
            Throughput = answered / seconds,
            Answered = answered,
            Degraded = 0,
            Shed = 0,
            Late = 0,
            Stages = [.. _stations.Select(station => station.Summarize(seconds))],
            Events = arrived * (2 + 2 * _stations.Length),
        };
    }

    /// <summary>Takes a query through all stages.</summary>
    /// <param name="arrival">When it comes.</param>
    /// <param name="from">What starts after this counts...</param>
    /// <param name="to">...until this.</param>
    /// <returns>When it is answered.</returns>
    private double Pass(double arrival, double from, double to)
    {
        double now = _enters ? arrival + _entry : arrival;
        foreach (Station station in _stations)
            now = station.Pass(now, from, to);
        return _exits ? now + _exit : now;
    }

    private static bool Constant(ServiceTime? time) => time is null || time.IsConstant;

    /// <summary>A stage: when its engines' latest queries leave, in the order in which they came.</summary>
    private sealed class Station
    {
        private readonly SimulatedStage _stage;
        private readonly double[] _leaves;
        private readonly double _service, _request, _reply;
        private readonly bool _requests, _replies;
        private int _next;
        private long _started;
        private double _busy, _waited;

        public Station(SimulatedStage stage)
        {
            Xoshiro256 unused = default;
            _stage = stage;
            _leaves = new double[stage.Engines];
            _service = stage.Service.Sample(stage.Items, 1, ref unused);
            (_requests, _replies) = (stage.Request is not null, stage.Reply is not null);
            _request = stage.Request?.Sample(stage.Items, 1, ref unused) ?? 0;
            _reply = stage.Reply?.Sample(stage.Items, 1, ref unused) ?? 0;
        }

        public void Clear()
        {
            Array.Fill(_leaves, double.NegativeInfinity);
            (_next, _started, _busy, _waited) = (0, 0, 0, 0);
        }

        public double Pass(double arrival, double from, double to)
        {
            double there = _requests ? arrival + _request : arrival;
            ref double engine = ref _leaves[_next];
            double start = engine > there ? engine : there;
            if (++_next == _leaves.Length)
                _next = 0;
            if (start > from && start <= to)
            {
                _started++;
                _busy += _service;
                _waited += start - there;
            }
            engine = start + _service;
            return _replies ? engine + _reply : engine;
        }

        public StageStatistics Summarize(double seconds) => new(
            _stage.Name, _busy / (seconds * _stage.Engines), _started == 0 ? 0 : _waited / _started, _waited / seconds, 0, 0);
    }
}
