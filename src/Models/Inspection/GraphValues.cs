using System.Buffers.Binary;
using RecPipe.Models.Onnx;
using RecPipe.Models.Onnx.Proto;

namespace RecPipe.Models.Inspection;

/// <summary>The values of a graph and of all graphs inside it, by name: who makes them, who reads them, which are written down.</summary>
internal sealed class GraphValues
{
    private readonly Dictionary<string, List<(NodeProto Node, int Index)>> _readers = [];
    private readonly Dictionary<string, NodeProto> _makers = [];
    private readonly Dictionary<string, TensorProto> _written = [];

    public GraphValues(ModelProto model)
    {
        foreach (NodeProto node in GraphWalk.Nodes(model))
        {
            for (int i = 0; i < node.Input.Count; i++)
            {
                if (!_readers.TryGetValue(node.Input[i], out List<(NodeProto, int)>? readers))
                    _readers[node.Input[i]] = readers = [];
                readers.Add((node, i));
            }
            foreach (string output in node.Output)
                _makers[output] = node;
            if (node.OpType == "Constant" && node.Output.Count == 1 && node.Attribute.FirstOrDefault(attribute => attribute.T is not null) is { } value)
                _written[node.Output[0]] = value.T;
        }
        foreach (TensorProto tensor in GraphWalk.Tensors(model).Where(tensor => tensor.Name.Length > 0))
            _written[tensor.Name] = tensor;
    }

    public IReadOnlyList<(NodeProto Node, int Index)> ReadersOf(string value) => _readers.GetValueOrDefault(value) ?? [];

    public NodeProto? MakerOf(string value) => _makers.GetValueOrDefault(value);

    /// <summary>The tensor behind a value that is written down, perhaps cast or passed on; null for one that is computed.</summary>
    public TensorProto? Written(string value)
    {
        for (int step = 0; step < 8; step++)
        {
            if (_written.TryGetValue(value, out TensorProto? tensor))
                return tensor;
            if (MakerOf(value) is not { OpType: "Identity" or "Cast" or "DequantizeLinear", Input.Count: > 0 } maker)
                return null;
            value = maker.Input[0];
        }
        return null;
    }

    /// <summary>Integers of a small tensor that is written down in the file; null for any other.</summary>
    public long[]? Integers(string value)
    {
        if (Written(value) is not { DataLocation: TensorProto.Types.DataLocation.Default, DataType: (int)ElementType.Int32 or (int)ElementType.Int64 } tensor)
            return null;
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        int size = tensor.DataType == (int)ElementType.Int64 ? sizeof(long) : sizeof(int);
        if (raw.Length == 0)
            return size == sizeof(long) ? [.. tensor.Int64Data] : [.. tensor.Int32Data.Select(number => (long)number)];
        long[] numbers = new long[raw.Length / size];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = size == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(raw[(i * size)..]) : BinaryPrimitives.ReadInt32LittleEndian(raw[(i * size)..]);
        return numbers;
    }

    /// <summary>An integer attribute of a node.</summary>
    public static long Attribute(NodeProto node, string name, long otherwise) =>
        node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? otherwise;
}
