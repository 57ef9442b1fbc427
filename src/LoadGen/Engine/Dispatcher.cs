using RecPipe.LoadGen.Pacing;
using RecPipe.LoadGen.Scenarios;
using RecPipe.Ranking.Configuration;
using RecPipe.Workloads.Arrivals;
using RecPipe.Workloads.Simulations;

namespace RecPipe.LoadGen.Engine;

/// <summary>One run on one thread: warm-up, the phases in order, then the wait for the last answers.</summary>
internal sealed class Dispatcher(Scenario scenario, TimeProvider time, IPacer pacer, IProgress<double>? progress, CancellationToken cancellationToken)
{
    /// <summary>Longest wait between two looks at the cancellation token, and between two reports of progress.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    /// <summary>Time for the thread to settle before the first arrival.</summary>
    private static readonly TimeSpan s_lead = TimeSpan.FromMilliseconds(20);

    /// <summary>An interrupted run does not wait longer than this for its last answers.</summary>
    private static readonly TimeSpan s_hurriedDrain = TimeSpan.FromSeconds(5);

    /// <summary>Until this long before an agreed start the wall clock is looked at, in case it is being corrected.</summary>
    private static readonly TimeSpan s_aim = TimeSpan.FromSeconds(1);

    private readonly WorkloadConfig _workload = scenario.Workload;
    private long _begin, _end, _lastReport;

    /// <exception cref="ConfigException">The agreed start is already past.</exception>
    public RunMeasurement Run()
    {
        pacer.Prepare();
        (LoadSimulation Load, IArrivalProcess? Arrivals)[] warmUp = PhasesOf(ArrivalSchedule.WarmUpOf(_workload)), phases = PhasesOf(_workload);
        using CancellationTokenSource stop = new();
        _begin = Begin();
        DateTimeOffset started = scenario.StartAt ?? time.GetUtcNow();
        long measureFrom = _begin + Ticks(_workload.WarmUp);
        RunRecorder recorder = new(time, measureFrom, _workload.Duration(), scenario.Metrics);
        _end = recorder.End;
        int copies = warmUp.Concat(phases).Sum(phase => phase.Load is KeepConstant closed ? scenario.Part.ShareOf(closed.Copies) : 0);
        Run run = new(scenario, recorder, time, pacer, copies, stop.Token);
        scenario.Metrics?.Began(scenario, recorder, () => run.InFlight);
        RunPhases(run, warmUp, _begin, measured: false);
        CpuMeter cpu = CpuMeter.Start(time);
        RunPhases(run, phases, measureFrom, measured: true);
        bool interrupted = cancellationToken.IsCancellationRequested;
        if (interrupted)
            recorder.End = Math.Clamp(time.GetTimestamp(), recorder.Start, recorder.End);
        double cores = cpu.Cores();
        Drain(run, stop);
        return recorder.Measurement(scenario, started, interrupted, cores, engine: "open loop", latencyFrom: "intended arrival");
    }

    private (LoadSimulation Load, IArrivalProcess? Arrivals)[] PhasesOf(WorkloadConfig workload) =>
        [.. workload.Load.Select((load, i) => (load, ArrivalSchedule.Of(workload, i, scenario.Part)))];

    /// <summary>The agreed instant on this machine's monotonic clock; shortly from now when none is agreed.</summary>
    private long Begin()
    {
        if (scenario.StartAt is not DateTimeOffset startAt)
            return time.GetTimestamp() + Ticks(s_lead);
        TimeSpan late = time.GetUtcNow() - startAt;
        if (late > -s_lead)
            throw new ConfigException("recpipe load", "--start-at", FormattableString.Invariant($"{startAt:O} is {late.TotalSeconds:0.###} s ago by this machine's clock."), "Name a later time, at which every part is ready.");
        while (startAt - time.GetUtcNow() > s_aim && !cancellationToken.IsCancellationRequested)
            pacer.WaitUntil(time.GetTimestamp() + Ticks(s_patience));
        return time.GetTimestamp() + Ticks(startAt - time.GetUtcNow());
    }

    private void RunPhases(Run run, (LoadSimulation Load, IArrivalProcess? Arrivals)[] phases, long start, bool measured)
    {
        foreach ((LoadSimulation load, IArrivalProcess? arrivals) in phases)
        {
            RunPhase(run, load, arrivals, start, measured);
            start += Ticks(load.During);
        }
    }

    private void RunPhase(Run run, LoadSimulation phase, IArrivalProcess? arrivals, long start, bool measured)
    {
        long end = start + Ticks(phase.During);
        if (phase is KeepConstant constant && WaitUntil(start))
        {
            for (int i = 0; i < scenario.Part.ShareOf(constant.Copies); i++)
                run.Fire(time.GetTimestamp(), measured, repeatUntil: end);
        }
        if (arrivals is not null)
            FireAll(run, arrivals, start, measured);
        if (!WaitUntil(end))
            run.StopRepeating = 0;
    }

    private void FireAll(Run run, IArrivalProcess arrivals, long start, bool measured)
    {
        for (double at = arrivals.Next(); double.IsFinite(at); at = arrivals.Next())
        {
            long intended = start + (long)(at * time.TimestampFrequency);
            if (!WaitUntil(intended))
                return;
            run.Fire(intended, measured);
        }
    }

    /// <returns>False when the run was interrupted.</returns>
    private bool WaitUntil(long timestamp)
    {
        long patience = Ticks(s_patience);
        Report(time.GetTimestamp());
        for (long now = time.GetTimestamp(); now < timestamp && !cancellationToken.IsCancellationRequested; now = time.GetTimestamp())
        {
            pacer.WaitUntil(Math.Min(timestamp, now + patience));
            Report(now);
        }
        return !cancellationToken.IsCancellationRequested;
    }

    private void Report(long now)
    {
        if (progress is null || now - _lastReport < Ticks(s_patience))
            return;
        _lastReport = now;
        progress.Report(Math.Clamp((now - _begin) / (double)(_end - _begin), 0, 1));
    }

    /// <summary>Every query has its deadline to answer; what is left after that is cancelled, then given up.</summary>
    private void Drain(Run run, CancellationTokenSource stop)
    {
        bool hurried = cancellationToken.IsCancellationRequested && _workload.Deadline > s_hurriedDrain;
        Wait(hurried ? s_hurriedDrain : _workload.Deadline + s_patience);
        run.GaveUp = !hurried;
        stop.Cancel();
        Wait(s_patience);
        run.AbandonRest();
        progress?.Report(1);

        void Wait(TimeSpan longest)
        {
            long limit = time.GetTimestamp() + Ticks(longest);
            while (run.InFlight > 0 && time.GetTimestamp() < limit)
                pacer.WaitUntil(time.GetTimestamp() + Ticks(TimeSpan.FromMilliseconds(1)));
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
