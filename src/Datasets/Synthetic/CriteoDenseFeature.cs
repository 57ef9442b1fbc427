namespace RecPipe.Datasets.Synthetic;

/// <summary>What is known of one integer column of Criteo Kaggle; quantiles are of the rows that have a value.</summary>
/// <param name="Name">I1 to I13.</param>
/// <param name="Missing">Share of rows without a value.</param>
/// <param name="Zero">Share of the values that are zero or negative.</param>
/// <param name="P25">Quantile.</param>
/// <param name="P50">Quantile.</param>
/// <param name="P75">Quantile.</param>
/// <param name="P95">Quantile.</param>
/// <param name="P99">Quantile.</param>
/// <param name="Max">Largest of 8,000.</param>
/// <param name="MissingWith">Columns that name the same one are missing in the same rows.</param>
/// <param name="Loadings">How much it follows each latent factor of a row; the squares sum to at most 1.</param>
internal sealed record CriteoDenseFeature(
    string Name, double Missing, double Zero, double P25, double P50, double P75, double P95, double P99, double Max, int MissingWith, double[] Loadings);
