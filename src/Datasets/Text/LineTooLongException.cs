namespace RecPipe.Datasets.Text;

/// <summary>A line does not fit a block.</summary>
internal sealed class LineTooLongException() : Exception($"A line is longer than {LineText.BlockBytes} bytes.");
