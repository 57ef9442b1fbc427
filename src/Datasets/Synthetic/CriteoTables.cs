namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// The 26 categorical columns of the Criteo Display Advertising Challenge (Kaggle, 2014). Sizes: facebookresearch/dlrm's
/// preprocessing of all 45,840,617 rows. Shares and distinct values: counted over the first 8,000 rows.
/// </summary>
internal static class CriteoTables
{
    /// <summary>How many rows <see cref="CriteoTable.Distinct"/> was counted over.</summary>
    public const int CountedRows = 8000;

    public static IReadOnlyList<CriteoTable> All { get; } =
    [
        new("C1", 1460, 157, 0, 0.4989, 0.9105, CriteoGroup.None, 0),
        new("C2", 583, 370, 0, 0.1221, 0.4310, CriteoGroup.Placement, 1),
        new("C3", 10131227, 4525, 0.0331, 0.0481, 0.2155, CriteoGroup.Creative, 1),
        new("C4", 2202608, 3370, 0.0331, 0.0754, 0.2740, CriteoGroup.Creative, 1),
        new("C5", 305, 53, 0, 0.6676, 0.9795, CriteoGroup.None, 0),
        new("C6", 24, 8, 0.1309, 0.4574, 1.0, CriteoGroup.Sparse, 0),
        new("C7", 12517, 2817, 0, 0.0106, 0.0728, CriteoGroup.Audience, 1),
        new("C8", 633, 82, 0, 0.5950, 0.9574, CriteoGroup.None, 0),
        new("C9", 3, 3, 0, 0.8869, 1.0, CriteoGroup.Audience, 0.3),
        new("C10", 93145, 2584, 0, 0.2759, 0.3374, CriteoGroup.Audience, 0.4),
        new("C11", 5683, 1904, 0, 0.0202, 0.1105, CriteoGroup.Audience, 1),
        new("C12", 8351593, 4338, 0.0331, 0.0481, 0.2184, CriteoGroup.Creative, 1),
        new("C13", 3194, 1591, 0, 0.0221, 0.1302, CriteoGroup.Audience, 1),
        new("C14", 27, 22, 0, 0.3614, 0.9876, CriteoGroup.Placement, 0.3),
        new("C15", 14992, 1833, 0, 0.0201, 0.1111, CriteoGroup.Placement, 1),
        new("C16", 5461306, 3906, 0.0331, 0.0481, 0.2184, CriteoGroup.Creative, 1),
        new("C17", 10, 9, 0, 0.4296, 1.0, CriteoGroup.Audience, 0.3),
        new("C18", 5652, 1055, 0, 0.0511, 0.2179, CriteoGroup.Placement, 1),
        new("C19", 2173, 481, 0.4529, 0.4529, 0.8425, CriteoGroup.Campaign, 0.7),
        new("C20", 4, 4, 0.4529, 0.4529, 1.0, CriteoGroup.Campaign, 0.5),
        new("C21", 7046547, 4141, 0.0331, 0.0481, 0.2184, CriteoGroup.Creative, 1),
        new("C22", 18, 8, 0.8173, 0.8173, 1.0, CriteoGroup.Sparse, 0),
        new("C23", 15, 12, 0, 0.4470, 0.9922, CriteoGroup.Audience, 0.3),
        new("C24", 286181, 2153, 0.0331, 0.0778, 0.4076, CriteoGroup.Creative, 1),
        new("C25", 105, 38, 0.4529, 0.4529, 0.9341, CriteoGroup.Campaign, 0.5),
        new("C26", 142572, 1636, 0.4529, 0.4529, 0.5996, CriteoGroup.Campaign, 0.9),
    ];
}
