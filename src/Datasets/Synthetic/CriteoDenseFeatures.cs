namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// The 13 integer columns of Criteo Kaggle: shares and quantiles counted over the first 8,000 rows; factor loadings chosen
/// to give the correlations of log(x + 1) there (I1 with I10 0.8, I4 with I13 0.8, I7 with I11 0.9, I1 with I5 -0.5).
/// </summary>
internal static class CriteoDenseFeatures
{
    /// <summary>Latent factors of a row.</summary>
    public const int Factors = 4;

    public static IReadOnlyList<CriteoDenseFeature> All { get; } =
    [
        new("I1", 0.4515, 0.4788, 0, 1, 3, 15, 44, 214, 1, [0.95, 0, 0.1, 0]),
        new("I2", 0, 0.2810, 0, 3, 37, 556, 2167, 18522, 2, [0, 0, 0, 0]),
        new("I3", 0.2025, 0.0083, 2, 7, 20, 94, 306, 65535, 3, [0, 0.6, 0, 0]),
        new("I4", 0.2034, 0.0716, 2, 4, 10, 28, 44, 280, 4, [0.1, 0.92, 0.1, 0]),
        new("I5", 0.0495, 0.0155, 299, 2792, 10536, 51316, 302726, 1618112, 5, [-0.7, 0, 0, 0.5]),
        new("I6", 0.2517, 0.0613, 10, 41, 131, 590, 1742, 12167, 6, [-0.15, 0.2, 0.4, 0.6]),
        new("I7", 0.0498, 0.2535, 0, 3, 10, 57, 189, 1658, 7, [0.45, 0, 0.85, 0.1]),
        new("I8", 0.0011, 0.1200, 2, 7, 20, 42, 48, 547, 8, [0, 0.72, 0, 0.2]),
        new("I9", 0.0498, 0.0313, 10, 42, 124, 502, 1228, 5639, 7, [0, 0.35, 0.5, 0.5]),
        new("I10", 0.4515, 0.5059, 0, 0, 1, 2, 2, 4, 1, [0.95, 0, 0.1, 0]),
        new("I11", 0.0498, 0.2662, 0, 1, 2, 8, 22, 79, 7, [0.35, 0, 0.9, 0.1]),
        new("I12", 0.7768, 0.7436, 0, 0, 1, 4, 12, 98, 12, [0.2, 0, 0.3, 0]),
        new("I13", 0.2034, 0.0595, 2, 5, 13, 38, 72, 770, 4, [0, 0.92, 0, 0.1]),
    ];
}
