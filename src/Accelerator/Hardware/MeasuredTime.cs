namespace RecPipe.Accelerator.Hardware;

/// <summary>One measured point.</summary>
/// <param name="Items">Candidates of the stage.</param>
/// <param name="Milliseconds">From request to answer on an idle device.</param>
public readonly record struct MeasuredTime(int Items, double Milliseconds)
{
    private readonly IReadOnlyList<double>? _busyMilliseconds;

    /// <summary>
    /// The same with one, two, ... engines of the device at work, each on a core of its own: caches and memory are shared even
    /// then. Empty where only <see cref="Milliseconds"/> was measured.
    /// </summary>
    public IReadOnlyList<double> BusyMilliseconds
    {
        get => _busyMilliseconds ?? [];
        init => _busyMilliseconds = value;
    }

    /// <summary>
    /// With no other engine at work either, but on an engine that had nothing to do before: caches have gone cold and the core has
    /// slept. Null where that makes no difference or was not measured.
    /// </summary>
    public double? RestedMilliseconds { get; init; }

    /// <summary>Milliseconds with so many engines at work; the last measured number of engines stands for more.</summary>
    /// <param name="busy">At least 1.</param>
    public double At(int busy) => BusyMilliseconds.Count == 0 ? Milliseconds : BusyMilliseconds[Math.Min(busy, BusyMilliseconds.Count) - 1];
}
