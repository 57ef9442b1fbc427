namespace RecPipe.LoadGen.Commands;

/// <summary>Services that answer at once, to measure the generator itself.</summary>
internal enum NullTarget
{
    InProcess,
    Grpc,
}
