using RecPipe.Datasets.Store;

namespace RecPipe.Datasets.Tests.Store;

/// <summary>A store of a few rows whose every value says where it is.</summary>
internal static class TinyStore
{
    public const int DenseWidth = 3;
    public const int SparseWidth = 2;

    public static float Dense(int row, int column) => row * 10 + column;

    public static int Sparse(int row, int column) => row + column;

    public static byte Label(int row) => (byte)(row % 3 == 0 ? 1 : 0);

    public static void Append(FeatureStoreWriter writer, int first, int rows) => writer.Append(
        [.. Enumerable.Range(first, rows).SelectMany(row => Enumerable.Range(0, DenseWidth).Select(column => Dense(row, column)))],
        [.. Enumerable.Range(first, rows).SelectMany(row => Enumerable.Range(0, SparseWidth).Select(column => Sparse(row, column)))],
        [.. Enumerable.Range(first, rows).Select(Label)]);

    public static StoreManifest Write(string directory, int rows)
    {
        using FeatureStoreWriter writer = new(directory, DenseWidth, SparseWidth);
        for (int first = 0; first < rows; first += 7)
            Append(writer, first, Math.Min(7, rows - first));
        return writer.Complete(manifest => Describe(manifest));
    }

    public static StoreManifest Describe(StoreManifest manifest) => manifest with
    {
        Source = "a test",
        TrainRows = manifest.Rows - 1,
        Dense = ["a", "b", "c"],
        Sparse = [new("x", manifest.Rows), new("y", manifest.Rows + 1, MissingRow: 0)],
    };
}
