using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Criteo;

/// <summary>What an import made.</summary>
/// <param name="Manifest">Of the new store.</param>
/// <param name="Lines">Lines read.</param>
/// <param name="BadLines">Lines left out because they were wrong.</param>
/// <param name="FirstBadLines">The first of them and what is wrong with each.</param>
public sealed record CriteoImportSummary(StoreManifest Manifest, long Lines, long BadLines, IReadOnlyList<ConfigProblem> FirstBadLines);
