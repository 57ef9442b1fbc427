namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// Columns that depend on each other in the real rows. Found from pairwise mutual information and joint missing rows
/// over the first rows of Criteo Kaggle: C3 fixes C12, C16, C21, C4 and C24; C15 fixes C18, which fixes C2; and so on.
/// </summary>
internal enum CriteoGroup
{
    None,
    Creative,
    Placement,
    Audience,
    Campaign,
    Sparse,
}
