namespace RecPipe.Datasets.MovieLens;

/// <summary>How a file of ratings is laid out.</summary>
public enum RatingsFormat
{
    /// <summary>Columns parted by "::", as ratings.dat of MovieLens 1M and 10M.</summary>
    Dat,

    /// <summary>Columns parted by commas, as ratings.csv of MovieLens 20M, 25M and latest.</summary>
    Csv,

    /// <summary>Columns parted by tabs or single spaces, as u.data of MovieLens 100K.</summary>
    Table,
}
