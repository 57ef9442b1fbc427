namespace RecPipe.Datasets.Synthetic;

/// <summary>What is known of one categorical column of Criteo Kaggle.</summary>
/// <param name="Name">C1 to C26.</param>
/// <param name="Rows">Distinct values in the full 45.8 M rows, as DLRM counts them.</param>
/// <param name="Distinct">Distinct values in the first 8,000 rows.</param>
/// <param name="Missing">Share of rows without a value, which is a value of its own here.</param>
/// <param name="Top1">Share of the most frequent value.</param>
/// <param name="Top10">Share of the ten most frequent values.</param>
/// <param name="Group">Columns of one group are missing together and may share a draw.</param>
/// <param name="Coupling">Probability that the value follows the group's shared draw rather than one of its own.</param>
internal sealed record CriteoTable(
    string Name, int Rows, int Distinct, double Missing, double Top1, double Top10, CriteoGroup Group, double Coupling);
