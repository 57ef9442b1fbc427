using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Description;

/// <summary>What `recpipe data describe` shows of a feature store.</summary>
/// <param name="Source">Where the rows came from.</param>
/// <param name="Train">The rows for training.</param>
/// <param name="Test">The rows held out.</param>
/// <param name="Tables">By sparse column.</param>
/// <param name="Dense">By dense column.</param>
public sealed record StoreDescription(
    string Source, SplitDescription Train, SplitDescription Test, IReadOnlyList<TableDescription> Tables, IReadOnlyList<DenseDescription> Dense)
{
    /// <summary>Reads all of a store. Holds a counter per table row.</summary>
    /// <exception cref="ConfigException">A value is outside its table.</exception>
    public static StoreDescription Of(FeatureStore store, CancellationToken cancellationToken = default) => new(
        store.Manifest.Source,
        SplitDescription.Of(store.Labels[..store.Manifest.TrainRows]),
        SplitDescription.Of(store.Labels[store.Manifest.TrainRows..]),
        TableCounts.Of(store, cancellationToken),
        [.. Enumerable.Range(0, store.DenseWidth).AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(column => DenseDescription.Of(store, column))]);
}
