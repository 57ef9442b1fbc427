using System.Diagnostics;
using RecPipe.Simulation.Queues;

namespace RecPipe.Bench.Emulator;

/// <summary>What one run showed. Answers are [arrival, start, due, left] in ns of the monotonic clock, as the emulator's answer log has them.</summary>
/// <param name="Answers">Of the measured part, by arrival.</param>
/// <param name="Calls">Intended arrival and time of the answer at the caller.</param>
/// <param name="Bare">Errors of the bare timer.</param>
internal sealed record Measurement(IReadOnlyList<long[]> Answers, IReadOnlyList<(long Intended, long Answered)> Calls, long[] Bare)
{
    /// <summary>How long after its modelled time each answer left.</summary>
    public IEnumerable<long> Errors => Answers.Select(times => times[3] - times[2]);

    public IEnumerable<long> MeasuredSojourns => Answers.Select(times => times[3] - times[0]);

    /// <summary>How long after its modelled time each answer was at the caller: one unit answers in order, so the lists match.</summary>
    public IEnumerable<long> ErrorsAtCaller => Calls.Select(call => call.Answered).Order().Zip(Answers.Select(times => times[2]).Order(), (answered, due) => answered - due);

    public IEnumerable<long> SojournsAtCaller => Calls.Select(call => call.Answered - call.Intended);

    /// <summary>The same queue in virtual time, from the arrivals as they reached the emulator.</summary>
    public IEnumerable<long> VirtualSojourns(long service) => Sojourns(Answers.Select(times => times[0]), service);

    /// <summary>The same queue in virtual time, from the arrivals as they were meant to be.</summary>
    public IEnumerable<long> IntendedSojourns(long service) => Sojourns(Calls.Select(call => call.Intended).Order(), service);

    public static IReadOnlyList<long[]> Read(string log, long from) =>
    [
        .. File.ReadLines(log).Skip(1).Select(line => line.Split(',')[1..].Select(cell => long.Parse(cell, null)).ToArray())
            .Where(times => times[0] >= from).OrderBy(times => times[0]).ThenBy(times => times[1]),
    ];

    private static IEnumerable<long> Sojourns(IEnumerable<long> arrivals, long service)
    {
        Trace.Assert(Stopwatch.Frequency == 1_000_000_000, "The answer log is in ns.");
        VirtualQueue queue = new(units: 1, capacity: 1 << 16);
        foreach (long arrival in arrivals)
        {
            queue.TryAdd(arrival, service, out Placement placement);
            yield return placement.Due - arrival;
        }
    }
}
