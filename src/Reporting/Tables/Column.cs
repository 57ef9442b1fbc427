namespace RecPipe.Reporting.Tables;

/// <summary>A column of a report table.</summary>
/// <param name="Header">With the unit, for example "p95 (ms)".</param>
/// <param name="IsNumber">Aligned right.</param>
public sealed record Column(string Header, bool IsNumber = true);
