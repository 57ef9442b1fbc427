namespace RecPipe.Planning.Sweeps;

/// <summary>A design that is ready for load.</summary>
public interface IDesignRun : IAsyncDisposable
{
    /// <summary>Offers a load, queries/s, and says what became of it.</summary>
    Task<SweptPoint> RunAsync(double rate, CancellationToken cancellationToken);
}
