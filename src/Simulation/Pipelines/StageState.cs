using RecPipe.Ranking.Randomness;
using RecPipe.Simulation.ServiceTimes;

namespace RecPipe.Simulation.Pipelines;

/// <summary>A stage during a run: what it is, unpacked for speed, and what it counts.</summary>
/// <param name="stage">What it is.</param>
/// <param name="firstWorker">Number of its first worker.</param>
/// <param name="kind">Of its work, among those that share cores.</param>
internal sealed class StageState(SimulatedStage stage, int firstWorker, int kind)
{
    public readonly ServiceTime Service = stage.Service;
    public readonly ServiceTime Rested = stage.Rested ?? stage.Service;
    public readonly double RestSeconds = stage.Rested is null ? 0 : stage.RestSeconds;
    public readonly ServiceTime? Request = stage.Request;
    public readonly ServiceTime? Reply = stage.Reply;
    public readonly Balancing Balancing = stage.Balancing;
    public readonly double HedgeAfter = stage.HedgeAfter;
    public readonly int Items = stage.Items;
    public readonly int SubBatchRows = stage.SubBatchRows;
    public readonly int QueueCapacity = stage.QueueCapacity;
    public readonly int Host = stage.Host;
    public readonly int FirstWorker = firstWorker;
    public readonly int Workers = stage.Workers;
    public readonly int Kind = kind;
    public readonly double Budget = stage.Budget;
    public readonly bool AsksAnother = stage.AsksAnother;
    public readonly bool RunsAbandoned = stage.RunsAbandoned;

    public int Turn;
    public double BusySeconds;
    public double WaitSeconds;
    public long Started;
    public long Refused;
    public long Hedged;

    /// <summary>A worker's number within the stage, each in turn.</summary>
    public int NextTurn()
    {
        int turn = Turn;
        Turn = turn + 1 == Workers ? 0 : turn + 1;
        return turn;
    }

    /// <summary>What an engine takes that has been idle for some seconds.</summary>
    public ServiceTime After(double idle, ref Xoshiro256 random) =>
        RestSeconds > 0 && random.NextUniform() < Math.Exp(-idle / RestSeconds) ? Service : Rested;

    public void Forget()
    {
        (BusySeconds, WaitSeconds) = (0, 0);
        (Started, Refused, Hedged) = (0, 0, 0);
    }

    public StageStatistics Summarize(double seconds) => new(
        stage.Name,
        BusySeconds / (seconds * stage.Workers * stage.Engines),
        Started == 0 ? 0 : WaitSeconds / Started,
        WaitSeconds / seconds,
        Refused,
        Hedged);
}
