namespace RecPipe.Models.Families;

/// <summary>First row of each table in the combined embedding table.</summary>
public static class TableOffsets
{
    /// <param name="tableRows">Rows of each table.</param>
    /// <returns>One more than there are tables; the last is the number of all rows.</returns>
    /// <exception cref="ArgumentException">A table is empty, or there are more rows than an int32 index reaches.</exception>
    public static int[] Of(IReadOnlyList<int> tableRows)
    {
        int[] offsets = new int[tableRows.Count + 1];
        for (int i = 0; i < tableRows.Count; i++)
        {
            if (tableRows[i] < 1 || tableRows[i] > int.MaxValue - offsets[i])
                throw new ArgumentException($"Table {i} has {tableRows[i]} rows after {offsets[i]}: each has at least one, all together at most {int.MaxValue}.", nameof(tableRows));
            offsets[i + 1] = offsets[i] + tableRows[i];
        }
        return offsets;
    }
}
