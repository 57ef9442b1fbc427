using System.Text.Json.Serialization;

namespace RecPipe.Models.Inspection;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">"float32", "int64", …</param>
/// <param name="Shape">Extents: a number, the name of an open one, or "?".</param>
public sealed record TensorDescription(string Name, string Type, IReadOnlyList<string> Shape)
{
    public override string ToString() => $"{Name}: {Type} [{string.Join(", ", Shape)}]";

    [JsonIgnore]
    internal int Rank => Shape.Count;

    /// <summary>The extent of an axis; null where it is open.</summary>
    internal int? Extent(int axis) => int.TryParse(Shape[axis], out int extent) ? extent : null;
}
