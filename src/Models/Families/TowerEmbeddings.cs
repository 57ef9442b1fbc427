namespace RecPipe.Models.Families;

/// <summary>The two embedding tables of a NeuMF tower.</summary>
/// <param name="Users">Reads the users' table.</param>
/// <param name="Items">Reads the items' table.</param>
public sealed record TowerEmbeddings(EmbeddingReader Users, EmbeddingReader Items);
