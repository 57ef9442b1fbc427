namespace RecPipe.Ranking;

/// <summary>Where a worker finds the features of a candidate by its id. Safe for concurrent reads.</summary>
public interface IFeatureSource
{
    /// <summary>Ids run from 0 to Rows - 1.</summary>
    int Rows { get; }

    int DenseWidth { get; }

    int SparseWidth { get; }

    /// <summary>Rows each embedding table needs, by sparse feature: every value is in [0, TableRows[i]).</summary>
    IReadOnlyList<int> TableRows { get; }

    /// <summary>Copies features into batch tensors.</summary>
    /// <param name="ids">[batch], each in [0, Rows).</param>
    /// <param name="dense">[batch, dense width], row-major.</param>
    /// <param name="sparse">[batch, sparse width], row-major.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside, or a tensor is too short.</exception>
    void Gather(ReadOnlySpan<int> ids, Span<float> dense, Span<int> sparse);
}
