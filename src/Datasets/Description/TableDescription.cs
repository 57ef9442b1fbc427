namespace RecPipe.Datasets.Description;

/// <summary>How a sparse column uses its embedding table.</summary>
/// <param name="Name">For example "C1".</param>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Seen">Table rows that occur.</param>
/// <param name="Top1Share">Share of the data that has the most frequent one.</param>
/// <param name="Top10Share">Share of the data that has one of the ten most frequent.</param>
/// <param name="MissingShare">Share of the data without a value.</param>
/// <param name="OverflowShare">Share of the data whose value found the vocabulary full.</param>
public sealed record TableDescription(string Name, int Rows, int Seen, double Top1Share, double Top10Share, double MissingShare, double OverflowShare);
