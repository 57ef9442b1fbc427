namespace RecPipe.AccelEmulator.Answers;

/// <summary>Everyone who keeps a record of answers.</summary>
/// <param name="lateness">How late they left.</param>
/// <param name="log">One by one; null when nobody asked.</param>
internal sealed class AnswerRecord(Lateness lateness, AnswerLog? log)
{
    public Lateness Lateness { get; } = lateness;

    public void Add(in Answer answer, TimeSpan late)
    {
        Lateness.Add(late);
        log?.Add(answer);
    }

    /// <summary>Answers that did not fit the log.</summary>
    public int Dropped => log?.Dropped ?? 0;

    public void Save() => log?.Save();
}
