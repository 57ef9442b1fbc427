using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Description;

/// <summary>Counts how often each table row occurs: blocks of data that stay in cache, tables side by side.</summary>
internal static class TableCounts
{
    private const int BlockRows = 1 << 16;
    private const int Top = 10;

    /// <exception cref="ConfigException">A value is outside its table.</exception>
    public static IReadOnlyList<TableDescription> Of(FeatureStore store, CancellationToken cancellationToken)
    {
        int[][] counts = [.. store.TableRows.Select(rows => new int[rows])];
        ConfigProblem?[] problems = new ConfigProblem?[counts.Length];
        ParallelOptions options = new() { CancellationToken = cancellationToken };
        for (long first = 0; first < store.Rows; first += BlockRows)
        {
            int from = (int)first, to = (int)Math.Min(store.Rows, first + BlockRows);
            Parallel.For(0, counts.Length, options, column => problems[column] ??= Count(store, column, from, to, counts[column]));
            ConfigException.ThrowIfAny([.. problems.OfType<ConfigProblem>()]);
        }
        return [.. counts.AsParallel().AsOrdered().Select((count, column) => Describe(store.Manifest.Sparse[column], store.Rows, count))];
    }

    /// <returns>What is wrong with the first value outside the table, or null.</returns>
    private static ConfigProblem? Count(FeatureStore store, int column, int from, int to, int[] counts)
    {
        for (int row = from; row < to; row++)
        {
            int id = store.SparseRow(row)[column];
            if ((uint)id >= (uint)counts.Length)
            {
                SparseFeature feature = store.Manifest.Sparse[column];
                return new(store.Directory, feature.Name, $"Row {row} has the value {id}, its table has {feature.TableRows} rows.", "Make the store again.");
            }
            counts[id]++;
        }
        return null;
    }

    private static TableDescription Describe(SparseFeature feature, int rows, int[] counts)
    {
        PriorityQueue<int, int> top = new();
        foreach (int count in counts)
        {
            if (top.Count < Top)
                top.Enqueue(count, count);
            else if (count > top.Peek())
                top.EnqueueDequeue(count, count);
        }
        return new(feature.Name, counts.Length, counts.Length - counts.AsSpan().Count(0), Share(top.UnorderedItems.Max(item => item.Element)),
            Share(top.UnorderedItems.Sum(item => (long)item.Element)), ShareOf(feature.MissingRow), ShareOf(feature.OverflowRow));

        double Share(long count) => (double)count / rows;

        double ShareOf(int? row) => row is int id && id < counts.Length ? Share(counts[id]) : 0;
    }
}
