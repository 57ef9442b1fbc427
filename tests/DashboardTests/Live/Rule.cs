using System.Text.Json;

namespace RecPipe.DashboardTests.Live;

/// <summary>A rule as Prometheus lists it.</summary>
/// <param name="Type">"alerting" or "recording".</param>
/// <param name="Name">The alert, or the series recorded.</param>
/// <param name="Query">Its expression.</param>
/// <param name="Health">"ok" once evaluated without an error.</param>
/// <param name="LastError">The error.</param>
/// <param name="State">Of an alert: "inactive", "pending" or "firing".</param>
/// <param name="Alerts">Its alerts that are pending or firing.</param>
internal sealed record Rule(string Type, string Name, string Query, string Health, string? LastError, string? State, IReadOnlyList<JsonElement>? Alerts)
{
    public bool IsFiring => State == "firing";
}
