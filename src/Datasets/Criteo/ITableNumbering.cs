namespace RecPipe.Datasets.Criteo;

/// <summary>How the values of a categorical column become rows of its embedding table.</summary>
internal interface ITableNumbering
{
    /// <summary>Rows the table needs for the values seen so far.</summary>
    int TableRows { get; }

    /// <summary>The row of "no value", or null if none was seen.</summary>
    int? MissingRow { get; }

    /// <summary>The row shared by the values that found the table full, or null.</summary>
    int? OverflowRow { get; }

    /// <summary>Numbers a run of values, in the order of the file.</summary>
    /// <param name="keys">[n]; 0 is "no value".</param>
    /// <param name="ids">[n, stride]; the first of each row is written.</param>
    /// <param name="stride">Distance from one id to the next.</param>
    void Number(ReadOnlySpan<uint> keys, Span<int> ids, int stride);
}
