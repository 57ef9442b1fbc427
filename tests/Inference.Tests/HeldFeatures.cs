using RecPipe.Ranking;

namespace RecPipe.Tests;

/// <summary>A feature source that can be held: engines that gather from it stay busy until it is released.</summary>
internal sealed class HeldFeatures(IFeatureSource source) : IFeatureSource, IDisposable
{
    private readonly SemaphoreSlim _entered = new(0);
    private readonly ManualResetEventSlim _open = new(false);
    private readonly Lock _gate = new();
    private readonly List<int> _batches = [];

    public int Rows => source.Rows;

    public int DenseWidth => source.DenseWidth;

    public int SparseWidth => source.SparseWidth;

    public IReadOnlyList<int> TableRows => source.TableRows;

    /// <summary>Sizes of the batches gathered so far.</summary>
    public int[] Batches
    {
        get
        {
            lock (_gate)
                return [.. _batches];
        }
    }

    /// <summary>Completes when an engine has come to gather; once for each that comes.</summary>
    public Task EngineIsBusy() => _entered.WaitAsync(TestContext.Current.CancellationToken);

    public void Release() => _open.Set();

    public void Gather(ReadOnlySpan<int> ids, Span<float> dense, Span<int> sparse)
    {
        lock (_gate)
            _batches.Add(ids.Length);
        _entered.Release();
        _open.Wait();
        source.Gather(ids, dense, sparse);
    }

    public void Dispose()
    {
        _open.Set();
        _entered.Dispose();
    }
}
