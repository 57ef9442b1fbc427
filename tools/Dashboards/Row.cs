namespace RecPipe.Tools.Dashboards;

/// <summary>Panels under one heading, placed left to right and wrapped.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Panels">The panels.</param>
public sealed record Row(string Title, params IReadOnlyList<Panel> Panels);
