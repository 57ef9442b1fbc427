namespace RecPipe.AccelEmulator.Pacing;

/// <summary>Calls answers at their due times. Tests replace it to run in virtual time.</summary>
internal interface IPacer
{
    /// <summary>Calls <see cref="EmulatedJob.FallDue"/> at the timestamp, or as soon after it as the machine allows; at once when it has passed.</summary>
    /// <param name="due">On the host's monotonic clock.</param>
    /// <param name="job">Called once.</param>
    void Add(long due, EmulatedJob job);
}
