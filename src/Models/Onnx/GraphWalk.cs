using RecPipe.Models.Onnx.Proto;

namespace RecPipe.Models.Onnx;

/// <summary>Everything in a model, however deep it is nested: bodies of Loop, If and Scan, functions, constants in attributes.</summary>
internal static class GraphWalk
{
    /// <summary>Every node, an enclosing one before those inside it.</summary>
    public static IEnumerable<NodeProto> Nodes(ModelProto model) => Roots(model).SelectMany(Nodes)
        .Concat(model.Functions.SelectMany(function => function.Node).SelectMany(Nodes));

    /// <summary>Every node of a graph and of those inside it.</summary>
    public static IEnumerable<NodeProto> Nodes(GraphProto graph) => graph.Node.SelectMany(Nodes);

    /// <summary>Every tensor that is written down in the model or beside it.</summary>
    public static IEnumerable<TensorProto> Tensors(ModelProto model) => Roots(model).SelectMany(Initializers)
        .Concat(Nodes(model).SelectMany(node => node.Attribute).SelectMany(Tensors));

    /// <summary>The graphs that a node runs.</summary>
    public static IEnumerable<GraphProto> Bodies(NodeProto node) => node.Attribute.SelectMany(Bodies);

    private static IEnumerable<GraphProto> Bodies(AttributeProto attribute) =>
        attribute.G is null ? attribute.Graphs : attribute.Graphs.Prepend(attribute.G);

    private static IEnumerable<GraphProto> Roots(ModelProto model) => model.TrainingInfo
        .SelectMany(training => (GraphProto?[])[training.Initialization, training.Algorithm])
        .Prepend(model.Graph).OfType<GraphProto>();

    private static IEnumerable<NodeProto> Nodes(NodeProto node) =>
        Bodies(node).SelectMany(body => body.Node).SelectMany(Nodes).Prepend(node);

    private static IEnumerable<TensorProto> Tensors(AttributeProto attribute) =>
    [
        .. attribute.T is null ? [] : (TensorProto[])[attribute.T],
        .. attribute.Tensors,
        .. attribute.SparseTensor is null ? [] : Parts(attribute.SparseTensor),
        .. attribute.SparseTensors.SelectMany(Parts),
        .. Bodies(attribute).SelectMany(Initializers),
    ];

    private static IEnumerable<TensorProto> Initializers(GraphProto graph) => graph.Initializer.Concat(graph.SparseInitializer.SelectMany(Parts));

    private static IEnumerable<TensorProto> Parts(SparseTensorProto tensor) =>
        ((TensorProto?[])[tensor.Values, tensor.Indices]).OfType<TensorProto>();
}
