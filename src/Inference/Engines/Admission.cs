namespace RecPipe.Inference.Engines;

/// <summary>What became of a query at the door of the queue.</summary>
internal enum Admission
{
    Accepted,
    Full,
    Draining,
}
