namespace RecPipe.Accelerator.Caches;

/// <summary>Names a row of an embedding table in one number.</summary>
public static class CacheKey
{
    /// <param name="table">Which table, from 0.</param>
    /// <param name="row">Which of its rows, from 0.</param>
    public static ulong Of(int table, int row) => ((ulong)(uint)table << 32) | (uint)row;

    /// <summary>The table of a key.</summary>
    public static int Table(ulong key) => (int)(key >> 32);

    /// <summary>The row of a key.</summary>
    public static int Row(ulong key) => (int)(uint)key;
}
