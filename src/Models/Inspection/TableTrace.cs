using RecPipe.Models.Onnx;
using RecPipe.Models.Onnx.Proto;

namespace RecPipe.Models.Inspection;

/// <summary>
/// Follows an input through casts, slices and loops to the embedding tables it looks rows up in. Operators that compute
/// something else from it end the trail.
/// </summary>
internal sealed class TableTrace(GraphValues values)
{
    private const int MostSteps = 10_000;

    /// <param name="input">Name of the graph's input.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="columnAxis">The axis they lie along; -1 when it has none.</param>
    /// <returns>[width]: rows of the smallest table each column looks up in; null where none was found.</returns>
    public int?[] RowsOf(string input, int width, int columnAxis)
    {
        int?[] rows = new int?[width];
        Queue<Place> places = new([new(input, null, null)]);
        HashSet<(string, int?)> seen = [];
        for (int step = 0; step < MostSteps && places.TryDequeue(out Place? place); step++)
        {
            if (!seen.Add((place.Value, place.Column)))
                continue;
            foreach ((NodeProto node, int index) in values.ReadersOf(place.Value))
            {
                if (TableOf(node, index) is { } table)
                    Found(rows, place, table);
                foreach (Place next in Next(node, index, place, columnAxis))
                    places.Enqueue(next);
            }
        }
        return rows;
    }

    /// <summary>Rows of the table that a node looks its input up in; null when it does something else.</summary>
    private int? TableOf(NodeProto node, int index)
    {
        bool looksUp = node.OpType == "Gather"
            ? GraphValues.Attribute(node, "axis", 0) == 0
            : node.OpType.Contains("embedding", StringComparison.OrdinalIgnoreCase) || node.OpType == "ATen";
        return looksUp && index == 1 && values.Written(node.Input[0]) is { Dims: [> 0 and <= int.MaxValue and var rows, ..] } tensor && ElementTypes.IsReal(tensor.DataType)
            ? (int)rows
            : null;
    }

    /// <summary>Where a node hands on what it reads, row numbers still.</summary>
    private IEnumerable<Place> Next(NodeProto node, int index, Place place, int columnAxis)
    {
        switch (node.OpType)
        {
            case "Loop" or "Scan":
                return GraphWalk.Bodies(node).Where(body => index < body.Input.Count).Select(body => place with { Value = body.Input[index].Name });
            case "Gather" when index == 0 && GraphValues.Attribute(node, "axis", 0) == columnAxis && values.Integers(node.Input[1]) is [long column]:
                return Out(node, place with { Column = (int)column });
            case "Slice" when index == 0:
                return Out(node, place with { Column = SlicedColumn(node, columnAxis) ?? place.Column });
            case "Split" when index == 0 && GraphValues.Attribute(node, "axis", 0) == columnAxis:
                return node.Output.Select((output, column) => place with { Value = output, Column = column });
            case "Add" when node.Input.Count == 2 && values.Integers(node.Input[1 - index]) is { } offsets:
                return Out(node, place with { Offsets = offsets });
            case "Concat":
            case "Identity" or "Cast" or "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" or "Transpose" or "Expand" or "Tile" or "Clip" or "Mod" when index == 0:
                return Out(node, place);
            default:
                return [];
        }
    }

    private static IEnumerable<Place> Out(NodeProto node, Place place) => node.Output.Take(1).Select(output => place with { Value = output });

    /// <summary>The column that x[:, k:k+1] takes; null for any other slice.</summary>
    private int? SlicedColumn(NodeProto node, int columnAxis) =>
        node.Input.Count >= 4 && values.Integers(node.Input[1]) is [long start] && values.Integers(node.Input[2]) is [long end]
            && values.Integers(node.Input[3]) is [long axis] && axis == columnAxis && end == start + 1 && start >= 0
            ? (int)start
            : null;

    /// <summary>Several tables may be one, each feature's rows beginning at an offset of its own.</summary>
    private static void Found(int?[] rows, Place place, int table)
    {
        for (int column = 0; column < rows.Length; column++)
        {
            if (place.Column is { } only && only != column)
                continue;
            int own = table;
            if (place.Offsets is { } offsets && offsets.Length == rows.Length)
                own = (int)Math.Clamp((column + 1 < offsets.Length ? offsets[column + 1] : table) - offsets[column], 1, table);
            rows[column] = Math.Min(rows[column] ?? int.MaxValue, own);
        }
    }

    /// <param name="Value">Name of the value.</param>
    /// <param name="Column">The one column it still holds; null for all.</param>
    /// <param name="Offsets">What was added to each column; null for nothing.</param>
    private sealed record Place(string Value, int? Column, long[]? Offsets);
}
