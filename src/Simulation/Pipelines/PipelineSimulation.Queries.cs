namespace RecPipe.Simulation.Pipelines;

/// <content>What becomes of a query: balancing, hedging, refusals, endings.</content>
public sealed partial class PipelineSimulation
{
    private enum Ending
    {
        Answered,
        Degraded,
        Shed,
        Late,
    }

    private int Choose(StageState stage)
    {
        if (stage.Workers == 1)
            return stage.FirstWorker;
        switch (stage.Balancing)
        {
            case Balancing.RoundRobin:
                stage.Turn = stage.Turn + 1 == stage.Workers ? 0 : stage.Turn + 1;
                return stage.FirstWorker + stage.Turn;
            case Balancing.Random:
                return stage.FirstWorker + (int)_random.NextBelow((uint)stage.Workers);
            case Balancing.PowerOfTwoChoices:
                int one = (int)_random.NextBelow((uint)stage.Workers), two = (int)_random.NextBelow((uint)(stage.Workers - 1));
                two += two >= one ? 1 : 0;
                return stage.FirstWorker + (_workers[stage.FirstWorker + two].Load < _workers[stage.FirstWorker + one].Load ? two : one);
            default:
                return LeastLoaded(stage, except: -1);
        }
    }

    private int ChooseOther(StageState stage, int except) => LeastLoaded(stage, except);

    private int LeastLoaded(StageState stage, int except)
    {
        int best = -1, least = int.MaxValue;
        for (int i = 0; i < stage.Workers; i++)
        {
            int turn = stage.Turn + i;
            int worker = stage.FirstWorker + (turn >= stage.Workers ? turn - stage.Workers : turn);
            int load = _workers[worker].Load;
            if (worker != except && load < least)
                (best, least) = (worker, load);
        }
        stage.Turn = best - stage.FirstWorker + 1 == stage.Workers ? 0 : best - stage.FirstWorker + 1;
        return best;
    }

    private void Hedge(int query, int epoch)
    {
        ref QuerySlot slot = ref _queries[query];
        if (slot.Epoch != epoch)
            return;
        StageState stage = _stages[slot.Stage];
        stage.Hedged++;
        Dispatch(query, stage, other: true);
    }

    /// <summary>A full worker refused: another one is asked, once.</summary>
    private void Refuse(int job, StageState stage)
    {
        (int query, int epoch) = (_jobs[job].Query, _jobs[job].Epoch);
        _workers[_jobs[job].Worker].Load--;
        ReturnJob(job);
        ref QuerySlot slot = ref _queries[query];
        if (slot.Epoch != epoch)
            return;
        slot.Outstanding--;
        if (slot.Attempts == 1 && stage.Workers > 1)
            Dispatch(query, stage, other: true);
        else if (slot.Outstanding == 0)
            Fail(query, Ending.Shed);
    }

    private void Reply(int query, int epoch)
    {
        ref QuerySlot slot = ref _queries[query];
        if (slot.Epoch != epoch)
            return;
        if (_now - slot.Arrival >= _pipeline.Deadline)
            Fail(query, Ending.Late);
        else if (slot.Stage + 1 < _stages.Length)
            BeginStage(query, slot.Stage + 1);
        else if (_pipeline.Exit is { } exit)
            _events.Add(new(_now + exit.Sample(_stages[^1].Items, 1, ref _random), Events.EventKind.Answered, query, slot.Epoch++));
        else
            Finish(query, Ending.Answered);
    }

    private void Fail(int query, Ending why) =>
        Finish(query, _queries[query].Stage > 0 && _pipeline.AnswerDegraded ? Ending.Degraded : why);

    private void Finish(int query, Ending ending)
    {
        _happened++;
        ref QuerySlot slot = ref _queries[query];
        if (_pipeline.Background is { } background && _pipeline.GatewayHost >= 0)
            Work(background, Events.EventKind.SharedFinished, 0, 0);
        if (slot.Recorded)
            Record(Math.Min(_now - slot.Arrival, _pipeline.Deadline), ending);
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
