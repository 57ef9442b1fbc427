using RecPipe.AccelEmulator;

namespace RecPipe.Gateway.Tests.Simulated;

/// <summary>A call that waits for its device, until that is done or the caller gives up.</summary>
internal sealed class ParkedCall(CancellationToken cancellationToken)
{
    private EmulatedJob? _job;
    private Action? _leave;

    public void Park(EmulatedJob job, Action leave)
    {
        (_job, _leave) = (job, leave);
        cancellationToken.Register(Leave);
    }

    /// <summary>The device is done.</summary>
    public void FallDue()
    {
        Leave();
        _job!.FallDue();
    }

    private void Leave() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
