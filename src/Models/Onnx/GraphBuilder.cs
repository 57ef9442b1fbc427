using System.Runtime.InteropServices;
using Google.Protobuf;
using RecPipe.Models.Onnx.Proto;
using static RecPipe.Models.Onnx.Proto.AttributeProto.Types;

namespace RecPipe.Models.Onnx;

/// <summary>Writes an ONNX graph node by node; every method returns the name of the value it adds.</summary>
public sealed class GraphBuilder(string name)
{
    /// <summary>Default opset of every graph here.</summary>
    public const int Opset = 18;

    private const int IrVersion = 9;
    private const string MicrosoftDomain = "com.microsoft";

    private readonly GraphProto _graph = new() { Name = name };

    /// <summary>A graph input.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Extents; -1 is the batch.</param>
    public string Input(string name, ElementType type, params ReadOnlySpan<long> shape)
    {
        _graph.Input.Add(Value(name, type, shape));
        return name;
    }

    /// <summary>A graph output: a value some node has produced under this name.</summary>
    public void Output(string name, ElementType type, params ReadOnlySpan<long> shape) =>
        _graph.Output.Add(Value(name, type, shape));

    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Constant(name, ElementType.Float32, MemoryMarshal.AsBytes(values), shape);

    public string Constant(string name, ReadOnlySpan<int> values, params ReadOnlySpan<long> shape) =>
        Constant(name, ElementType.Int32, MemoryMarshal.AsBytes(values), shape);

    public string Constant(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape) =>
        Constant(name, ElementType.Int64, MemoryMarshal.AsBytes(values), shape);

    /// <summary>A constant kept outside the .onnx file.</summary>
    public string External(string name, ElementType type, ExternalTensor tensor, params ReadOnlySpan<long> shape)
    {
        TensorProto proto = new() { Name = name, DataType = (int)type, DataLocation = TensorProto.Types.DataLocation.External };
        proto.Dims.AddRange(shape);
        proto.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = tensor.File });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{tensor.Offset}" });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{tensor.Length}" });
        _graph.Initializer.Add(proto);
        return name;
    }

    /// <summary>A node with one output.</summary>
    /// <param name="op">Operator; "com.microsoft:" before it selects that domain.</param>
    /// <param name="inputs">Names of the values it reads.</param>
    /// <param name="output">Name of the value it makes; made up when null.</param>
    /// <param name="attributes">Values are int, long, float, string or long[].</param>
    public string Node(string op, string[] inputs, string? output = null, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        bool microsoft = op.StartsWith(MicrosoftDomain, StringComparison.Ordinal);
        string type = microsoft ? op[(MicrosoftDomain.Length + 1)..] : op;
        output ??= $"{type}_{_graph.Node.Count}";
        NodeProto node = new() { OpType = type, Name = output, Domain = microsoft ? MicrosoftDomain : "" };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        foreach ((string attribute, object value) in attributes)
            node.Attribute.Add(Attribute(attribute, value));
        _graph.Node.Add(node);
        return output;
    }

    /// <summary>The serialised model.</summary>
    public byte[] ToBytes() => Model().ToByteArray();

    /// <summary>Writes the serialised model.</summary>
    public void WriteTo(Stream stream) => Model().WriteTo(stream);

    private ModelProto Model()
    {
        ModelProto model = new() { IrVersion = IrVersion, ProducerName = "recpipe", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        if (_graph.Node.Any(node => node.Domain == MicrosoftDomain))
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = MicrosoftDomain, Version = 1 });
        return model;
    }

    private string Constant(string name, ElementType type, ReadOnlySpan<byte> raw, ReadOnlySpan<long> shape)
    {
        TensorProto proto = new() { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(raw.ToArray()) };
        proto.Dims.AddRange(shape);
        _graph.Initializer.Add(proto);
        return name;
    }

    private static ValueInfoProto Value(string name, ElementType type, ReadOnlySpan<long> shape)
    {
        TensorShapeProto dimensions = new();
        foreach (long extent in shape)
            dimensions.Dim.Add(extent < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "batch" } : new() { DimValue = extent });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = dimensions } } };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case int or long:
                attribute.Type = AttributeType.Int;
                attribute.I = Convert.ToInt64(value, null);
                break;
            case float real:
                attribute.Type = AttributeType.Float;
                attribute.F = real;
                break;
            case string text:
                attribute.Type = AttributeType.String;
                attribute.S = ByteString.CopyFromUtf8(text);
                break;
            case long[] list:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(list);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} is no attribute of a graph node.", nameof(value));
        }
        return attribute;
    }
}
