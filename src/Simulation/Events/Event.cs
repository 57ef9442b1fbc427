namespace RecPipe.Simulation.Events;

/// <summary>Something that happens at a moment of virtual time. 16 bytes.</summary>
/// <param name="time">Seconds, not negative.</param>
/// <param name="kind">What happens.</param>
/// <param name="index">To which job or query.</param>
/// <param name="epoch">Of the query when it was planned: it may have moved on.</param>
internal readonly struct Event(double time, EventKind kind, int index, int epoch)
{
    private const int KindBits = 3;

    private readonly uint _kindAndIndex = ((uint)index << KindBits) | (uint)kind;

    /// <summary>The time's bits: those of times that are not negative are in the times' order, and whole numbers are compared without branches.</summary>
    public long Order { get; } = BitConverter.DoubleToInt64Bits(time);

    public double Time => BitConverter.Int64BitsToDouble(Order);

    public int Epoch { get; } = epoch;

    public EventKind Kind => (EventKind)(_kindAndIndex & ((1 << KindBits) - 1));

    public int Index => (int)(_kindAndIndex >> KindBits);
}
