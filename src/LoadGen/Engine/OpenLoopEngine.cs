using RecPipe.LoadGen.Pacing;
using RecPipe.LoadGen.Scenarios;

namespace RecPipe.LoadGen.Engine;

/// <summary>
/// Fires queries at their intended times from a thread of its own, whatever becomes of the ones before, and measures latency
/// from the intended arrival: a service that stalls cannot slow its own measurement down (coordinated omission).
/// </summary>
public sealed class OpenLoopEngine : ILoadEngine
{
    private readonly TimeProvider _time;
    private readonly Func<IPacer> _pacer;

    public OpenLoopEngine()
        : this(TimeProvider.System, () => new PrecisePacer())
    {
    }

    internal OpenLoopEngine(TimeProvider time, Func<IPacer> pacer)
    {
        _time = time;
        _pacer = pacer;
    }

    /// <inheritdoc/>
    public async Task<RunMeasurement> MeasureAsync(Scenario scenario, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        TaskCompletionSource<RunMeasurement> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread dispatcher = new(() =>
        {
            try
            {
                done.SetResult(new Dispatcher(scenario, _time, _pacer(), progress, cancellationToken).Run());
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = "load dispatcher" };
        dispatcher.Start();
        return await done.Task.ConfigureAwait(false);
    }
}
