namespace RecPipe.LoadGen.Pacing;

/// <summary>How the dispatcher lets time pass and starts queries. Tests replace it to run in virtual time.</summary>
internal interface IPacer
{
    /// <summary>Called once on the dispatcher's thread.</summary>
    void Prepare();

    /// <summary>Returns at the timestamp, or as soon after it as the machine allows.</summary>
    void WaitUntil(long timestamp);

    /// <summary>Starts a query without waiting for it.</summary>
    void Start(IThreadPoolWorkItem query);
}
