namespace RecPipe.Datasets.Criteo;

/// <summary>A line does not fit a chunk.</summary>
internal sealed class LineTooLongException() : Exception($"A line is longer than {CriteoChunk.TextBytes} bytes.");
