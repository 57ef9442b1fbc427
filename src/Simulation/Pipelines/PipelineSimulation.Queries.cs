using System.Numerics;
using System.Runtime.InteropServices;

namespace RecPipe.Simulation.Pipelines;

/// <content>What becomes of a query: balancing, hedging, refusals, endings.</content>
public sealed partial class PipelineSimulation
{
    private int Choose(StageState stage)
    {
        if (stage.Workers == 1)
            return stage.FirstWorker;
        switch (stage.Balancing)
        {
            case Balancing.RoundRobin:
                return stage.FirstWorker + stage.NextTurn();
            case Balancing.Random:
                return stage.FirstWorker + (int)_random.NextBelow((uint)stage.Workers);
            case Balancing.PowerOfTwoChoices:
                int one = (int)_random.NextBelow((uint)stage.Workers), two = (int)_random.NextBelow((uint)(stage.Workers - 1));
                two += two >= one ? 1 : 0;
                return stage.FirstWorker + (_loads[stage.FirstWorker + two] < _loads[stage.FirstWorker + one] ? two : one);
            default:
                return LeastLoaded(stage, except: -1);
        }
    }

    /// <summary>The first of the least loaded, looked for from the stage's turn on, which every choice moves on by one.</summary>
    private int LeastLoaded(StageState stage, int except)
    {
        const int Excepted = int.MaxValue / 2; // more than any load, and there is room for one above it
        Span<int> loads = _loads.AsSpan(stage.FirstWorker, stage.Workers);
        int turn = stage.NextTurn();
        if (except >= 0)
            _loads[except] += Excepted;
        int least = Least(loads), ahead = loads[turn..].IndexOf(least), place = ahead >= 0 ? turn + ahead : loads[..turn].IndexOf(least);
        if (except >= 0)
            _loads[except] -= Excepted;
        return stage.FirstWorker + place;
    }

    private static int Least(ReadOnlySpan<int> loads)
    {
        int least = loads[0];
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(loads);
        if (vectors.Length > 0)
        {
            Vector<int> lanes = vectors[0];
            foreach (Vector<int> vector in vectors[1..])
                lanes = Vector.Min(lanes, vector);
            for (int lane = 0; lane < Vector<int>.Count; lane++)
                least = Math.Min(least, lanes[lane]);
        }
        foreach (int load in loads[(vectors.Length * Vector<int>.Count)..])
            least = Math.Min(least, load);
        return least;
    }

    /// <summary>A second worker is asked, unless one has been asked already, because the first had refused.</summary>
    private void Hedge(int query, int epoch)
    {
        ref QuerySlot slot = ref _queries[query];
        if (slot.Epoch != epoch || slot.Attempts > 1 || _now >= slot.Until)
            return;
        StageState stage = _stages[slot.Stage];
        stage.Hedged++;
        Dispatch(query, stage, other: true);
    }

    /// <summary>A full worker refused: another one is asked, once.</summary>
    private void Refuse(int job)
    {
        StageState stage = _stages[_jobs[job].Stage];
        int query = Hear(job);
        if (query < 0)
            return;
        ref QuerySlot slot = ref _queries[query];
        if (_now >= slot.Until)
            Fail(query, Ending.Late);
        else if (slot.Attempts == 1 && stage.Workers > 1 && stage.AsksAnother)
            Dispatch(query, stage, other: true);
        else if (slot.Outstanding == 0)
            Fail(query, Ending.Shed);
    }

    private void Reply(int job)
    {
        int query = Hear(job);
        if (query < 0)
            return;
        ref QuerySlot slot = ref _queries[query];
        if (_now >= slot.Until)
        {
            Fail(query, Ending.Late);
            return;
        }
        GiveUpOther(ref slot);
        if (slot.Stage + 1 < _stages.Length)
            BeginStage(query, slot.Stage + 1);
        else
            Answer(query, Ending.Answered);
    }

    /// <summary>The gateway hears from a worker, which ends the job.</summary>
    /// <returns>Its query, or -1 when that has gone on without it.</returns>
    private int Hear(int job)
    {
        ref JobSlot work = ref _jobs[job];
        int query = work.Query;
        ref QuerySlot slot = ref _queries[query];
        bool awaited = slot.Epoch == work.Epoch;
        if (awaited)
        {
            slot.Outstanding--;
            _loads[work.Worker]--;
            if (work.Worker == slot.FirstWorker)
                slot.FirstWorker = slot.LastWorker;
        }
        ReturnJob(job);
        return awaited ? query : -1;
    }

    /// <summary>The stage is over for the query: if another worker is still at it, the gateway waits for that no more.</summary>
    private void GiveUpOther(ref QuerySlot slot)
    {
        if (slot.Outstanding > 0)
            _loads[slot.FirstWorker]--;
    }

    private void Fail(int query, Ending why)
    {
        ref QuerySlot slot = ref _queries[query];
        GiveUpOther(ref slot);
        if (slot.Stage > 0 && _pipeline.AnswerDegraded)
        {
            Answer(query, Ending.Degraded);
            return;
        }
        slot.Ending = why;
        Finish(query);
    }

    private void Answer(int query, Ending ending)
    {
        ref QuerySlot slot = ref _queries[query];
        slot.Ending = ending;
        slot.Overdue = Math.Max(0, _now - slot.Until);
        slot.Epoch++;
        if (_pipeline.Exit is { } exit)
            _events.Add(new(_now + exit.Sample(_stages[^1].Items, 1, ref _random), Events.EventKind.Answered, query, slot.Epoch));
        else
            Finish(query);
    }

    private void Finish(int query)
    {
        _happened++;
        ref QuerySlot slot = ref _queries[query];
        if (_pipeline.Background is { } background && _pipeline.GatewayHost >= 0)
            Work(background, Events.EventKind.SharedFinished, 0, 0);
        if (slot.Recorded)
            Record(_now - slot.Arrival - slot.Overdue, slot.Ending);
        slot.Epoch++;
        slot.NextFree = _freeQuery;
        _freeQuery = query;
    }

    private void Record(double latency, Ending ending)
    {
        _finished++;
        if (ending is Ending.Shed)
        {
            _shed++;
            return;
        }
        if (ending is Ending.Late)
        {
            _late++;
            return;
        }
        _answered++;
        _degraded += ending is Ending.Degraded ? 1 : 0;
        _latencySum += latency;
        _latency.Record(latency);
    }

    private int RentQuery()
    {
        int query = _freeQuery;
        if (query >= 0)
        {
            _freeQuery = _queries[query].NextFree;
            return query;
        }
        if (_queriesUsed == _queries.Length)
            Array.Resize(ref _queries, 2 * _queriesUsed);
        return _queriesUsed++;
    }

    private int RentJob()
    {
        int job = _freeJob;
        if (job >= 0)
        {
            _freeJob = _jobs[job].NextFree;
            return job;
        }
        if (_jobsUsed == _jobs.Length)
            Array.Resize(ref _jobs, 2 * _jobsUsed);
        return _jobsUsed++;
    }

    private void ReturnJob(int job)
    {
        _jobs[job].NextFree = _freeJob;
        _freeJob = job;
    }
}
