using System.Text.Json.Serialization;

namespace RecPipe.Workloads.Simulations;

/// <summary>One phase of a workload, in NBomber's words. Written in JSON as { "inject": { ... } }.</summary>
/// <param name="During">How long it lasts, over 0.</param>
[JsonConverter(typeof(LoadSimulationConverter))]
public abstract record LoadSimulation(TimeSpan During);

/// <summary>Open loop at a steady mean rate: arrivals do not wait for answers.</summary>
/// <param name="During">How long.</param>
/// <param name="Rate">Queries a second, over 0; null replays a trace as recorded.</param>
[method: JsonConstructor]
public sealed record Inject(TimeSpan During, double? Rate = null) : LoadSimulation(During)
{
    public Inject(double rate, TimeSpan during)
        : this(during, rate)
    {
    }
}

/// <summary>Open loop at a mean rate that changes linearly.</summary>
/// <param name="From">Queries a second at the start, at least 0.</param>
/// <param name="To">Queries a second at the end, at least 0.</param>
/// <param name="During">How long.</param>
public sealed record RampingInject(double From, double To, TimeSpan During) : LoadSimulation(During);

/// <summary>Closed loop: every copy asks, waits for the answer and asks again. Measures capacity, not tail latency under load.</summary>
/// <param name="Copies">Queries in flight, at least 1.</param>
/// <param name="During">How long.</param>
public sealed record KeepConstant(int Copies, TimeSpan During) : LoadSimulation(During);

/// <summary>No load.</summary>
/// <param name="During">How long.</param>
public sealed record Pause(TimeSpan During) : LoadSimulation(During);
