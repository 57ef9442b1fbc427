using RecPipe.Datasets.Store;

namespace RecPipe.Training.Tests;

/// <summary>A small feature store in a folder of its own.</summary>
internal sealed class TestStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="rows">Rows; the last quarter is held out.</param>
    /// <param name="denseWidth">Dense features.</param>
    /// <param name="tables">Rows of each table.</param>
    /// <param name="click">Probability of a click, from the row's features.</param>
    /// <param name="seed">Of the features and clicks.</param>
    public TestStore(int rows, int denseWidth, int[] tables, Func<float[], int[], double> click, int seed = 1)
    {
        Random random = new(seed);
        using (FeatureStoreWriter writer = new(StorePath, denseWidth, tables.Length))
        {
            for (int i = 0; i < rows; i++)
            {
                float[] dense = [.. Enumerable.Range(0, denseWidth).Select(_ => random.NextSingle() * 2 - 1)];
                int[] sparse = [.. tables.Select(table => random.Next(table))];
                writer.Append(dense, sparse, [(byte)(random.NextDouble() < click(dense, sparse) ? 1 : 0)]);
            }
            writer.Complete(manifest => manifest with
            {
                Source = "test",
                TrainRows = rows - rows / 4,
                Dense = [.. Enumerable.Range(0, denseWidth).Select(i => $"I{i}")],
                Sparse = [.. tables.Select((table, i) => new SparseFeature($"C{i}", table))],
            });
        }
        Store = FeatureStore.Open(StorePath);
    }

    public FeatureStore Store { get; }

    public string OutPath => _folder.PathOf("out");

    private string StorePath => _folder.PathOf("store");

    public void Dispose()
    {
        Store.Dispose();
        _folder.Dispose();
    }
}
