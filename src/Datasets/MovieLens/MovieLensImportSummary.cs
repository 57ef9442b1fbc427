using RecPipe.Datasets.Interactions;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.MovieLens;

/// <summary>What an import made.</summary>
/// <param name="Manifest">Of the new store.</param>
/// <param name="Format">Of the file.</param>
/// <param name="Ratings">Ratings read.</param>
/// <param name="RepeatedPairs">Ratings of an item by a user who had rated it already: counted once.</param>
/// <param name="BadLines">Lines left out because they were wrong.</param>
/// <param name="FirstBadLines">The first of them and what is wrong with each.</param>
public sealed record MovieLensImportSummary(
    InteractionManifest Manifest, RatingsFormat Format, long Ratings, long RepeatedPairs, long BadLines, IReadOnlyList<ConfigProblem> FirstBadLines);
