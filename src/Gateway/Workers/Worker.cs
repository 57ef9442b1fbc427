using Polly;
using RecPipe.Gateway.Telemetry;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Workers;

/// <summary>A worker as this gateway sees it at run time, shared by every stage that may call it.</summary>
internal sealed class Worker
{
    private readonly IStage _stage;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ResiliencePipeline<StageReply> _circuit;
    private int _outstanding;
    private long _avoidUntil = long.MinValue;
    private volatile bool _retired;

    public Worker(string address, IStage stage, TimeProvider clock, ILogger log)
    {
        (Address, _stage, _clock, _log) = (address, stage, clock, log);
        _circuit = StageResilience.CircuitOf(this, clock);
    }

    public string Address { get; }

    /// <summary>Calls from this gateway that have not ended.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    public ValueTask<StageDescription> DescribeAsync(CancellationToken cancellationToken) => _stage.DescribeAsync(cancellationToken);

    /// <summary>False while its circuit is open; true again when it is due for a probe.</summary>
    public bool MayBeCalled => _clock.GetTimestamp() >= Volatile.Read(ref _avoidUntil);

    /// <summary>True while its circuit is closed.</summary>
    public bool IsTrusted => Volatile.Read(ref _avoidUntil) == long.MinValue;

    /// <summary>Reserves a call, which must follow, if the worker still has this many outstanding.</summary>
    public bool TryReserve(int outstanding)
    {
        if (Interlocked.CompareExchange(ref _outstanding, outstanding + 1, outstanding) != outstanding)
            return false;
        if (IsTrusted || TryBeTheProbe())
            return true;
        Release();
        return false;
    }

    /// <summary>Makes the call that was reserved, through the worker's circuit breaker.</summary>
    public async ValueTask<StageReply> RankAsync(StageCall call, ResilienceContext context)
    {
        try
        {
            Outcome<StageReply> outcome = await _circuit.ExecuteOutcomeAsync(
                static async (context, state) => Outcome.FromResult(await state.Worker.CallAsync(state.Call, context.CancellationToken)),
                context, (Worker: this, Call: call));
            return outcome.Result ?? StageReply.Failed(StageStatus.Unavailable, $"{Address}: its circuit is open after repeated failures.", Address);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>No longer part of any stage: closes its connection once the last call has ended.</summary>
    public void Retire()
    {
        _retired = true;
        if (Outstanding == 0)
            Close();
    }

    public override string ToString() => Address;

    internal void CircuitOpened()
    {
        Volatile.Write(ref _avoidUntil, AfterBreak());
        GatewayLog.CircuitOpened(_log, Address);
    }

    internal void CircuitClosed()
    {
        Volatile.Write(ref _avoidUntil, long.MinValue);
        GatewayLog.CircuitClosed(_log, Address);
    }

    /// <summary>The boundary at which a stage's exceptions become statuses.</summary>
    private async ValueTask<StageReply> CallAsync(StageCall call, CancellationToken cancellationToken)
    {
        try
        {
            StageReply reply = await _stage.RankAsync(call.Request, cancellationToken);
            return reply.Status == StageStatus.Cancelled ? GaveUp(call, reply.Detail) : reply;
        }
        catch (OperationCanceledException e)
        {
            return GaveUp(call, e.Message);
        }
        catch (ObjectDisposedException e)
        {
            return StageReply.Failed(StageStatus.Unavailable, $"{Address}: {e.Message}", Address);
        }
        catch (Exception e)
        {
            GatewayLog.StageThrew(_log, Address, e);
            return StageReply.Failed(StageStatus.Internal, $"{Address}: {e.Message}", Address);
        }
    }

    /// <summary>A call is cancelled by its caller, because another worker was faster, or because the stage's time is up.</summary>
    private StageReply GaveUp(StageCall call, string detail) => call.IsLate(_clock)
        ? StageReply.Failed(StageStatus.DeadlineExceeded, $"{Address}: no answer within the stage's time.", Address)
        : StageReply.Failed(StageStatus.Cancelled, detail, Address);

    private long AfterBreak() =>
        _clock.GetTimestamp() + (long)(StageResilience.BreakDuration.TotalSeconds * _clock.TimestampFrequency);

    /// <summary>A worker whose circuit is open is probed by one call only.</summary>
    private bool TryBeTheProbe()
    {
        long avoidUntil = Volatile.Read(ref _avoidUntil);
        return _clock.GetTimestamp() >= avoidUntil
            && Interlocked.CompareExchange(ref _avoidUntil, AfterBreak(), avoidUntil) == avoidUntil;
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _outstanding) == 0 && _retired)
            Close();
    }

    private void Close() => (_stage as IDisposable)?.Dispose();
}
