namespace RecPipe.Simulation.Events;

internal enum EventKind
{
    /// <summary>A query that came in reaches its first stage.</summary>
    Entered,

    /// <summary>A job reaches its worker.</summary>
    JobArrived,

    /// <summary>An engine finishes a job, or a part of one.</summary>
    EngineFinished,

    /// <summary>A worker's reply reaches the gateway.</summary>
    ReplyArrived,

    /// <summary>A full worker's refusal reaches the gateway.</summary>
    RefusalArrived,

    /// <summary>A stage has not answered in its hedging time.</summary>
    HedgeDue,

    /// <summary>An answer reaches the client.</summary>
    Answered,

    /// <summary>The first task on shared cores is over.</summary>
    SharedFinished,
}
