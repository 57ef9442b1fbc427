namespace RecPipe.Accelerator.Shapes;

/// <summary>Embedding rows of one width that an item reads.</summary>
/// <param name="Width">Floats a row.</param>
/// <param name="Count">Rows an item.</param>
public readonly record struct EmbeddingLookups(int Width, int Count);
