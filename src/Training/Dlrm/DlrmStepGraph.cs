using RecPipe.Models.Families;
using RecPipe.Models.Onnx;

namespace RecPipe.Training.Dlrm;

/// <summary>
/// One training step of a DLRM as an ONNX graph. In: dense [batch, dense width], embedded [batch, tables, dim] (the rows
/// the batch looks up), every dense parameter; to learn, also label [batch, 1]. Out: logit [batch, 1]; to learn, also the
/// gradient of the batch's summed binary cross entropy for every parameter and for vectors [batch, 1 + tables, dim], whose
/// first row belongs to the bottom MLP and is of no use outside.
/// </summary>
internal sealed class DlrmStepGraph
{
    public const string Dense = "dense";
    public const string Embedded = "embedded";
    public const string Label = "label";
    public const string Logit = "logit";
    public const string VectorsGradient = "d_vectors";

    private readonly GraphBuilder _graph = new("dlrm_step");
    private readonly DlrmConfig _config;
    private readonly int _vectors;

    private DlrmStepGraph(DlrmConfig config, int tables)
    {
        _config = config;
        _vectors = tables + 1;
    }

    private int Dim => _config.EmbeddingDim;

    private bool IsDot => _config.Interaction == Interaction.Dot;

    /// <summary>The serialised graph.</summary>
    /// <param name="config">The model.</param>
    /// <param name="tables">Sparse features a row.</param>
    /// <param name="parameters">Its dense parameters.</param>
    /// <param name="learn">Whether gradients are computed.</param>
    public static byte[] Build(DlrmConfig config, int tables, DlrmParameters parameters, bool learn)
    {
        DlrmStepGraph step = new(config, tables);
        step.Write(parameters, learn);
        return step._graph.ToBytes();
    }

    private void Write(DlrmParameters parameters, bool learn)
    {
        _graph.Input(Dense, ElementType.Float32, -1, _config.DenseWidth);
        _graph.Input(Embedded, ElementType.Float32, -1, _vectors - 1, Dim);
        foreach (Parameter parameter in parameters.All)
            _graph.Input(parameter.Name, ElementType.Float32, parameter.Shape);
        _graph.Constant("one_vector", [0L, 1L, Dim], 3);
        _graph.Constant("all_vectors", [0L, _vectors, Dim], 3);
        _graph.Constant("row", [0L, -1L], 2);

        string[] bottom = new string[_config.BottomMlp.Count];
        bottom[0] = Dense;
        for (int i = 1; i < bottom.Length; i++)
            bottom[i] = _graph.Node("Relu", [Layer($"bottom{i - 1}", bottom[i - 1])]);
        string vectors = _graph.Node("Concat", [_graph.Node("Reshape", [bottom[^1], "one_vector"]), Embedded], null, ("axis", 1));
        string crossed = Cross(vectors);
        string[] top = new string[_config.TopMlp.Count];
        for (int i = 0; i < top.Length; i++)
        {
            bool last = i == top.Length - 1;
            string affine = i == 0 ? First(crossed, bottom[^1], last ? Logit : null) : Layer($"top{i}", top[i - 1], last ? Logit : null);
            top[i] = last ? affine : _graph.Node("Relu", [affine]);
        }
        _graph.Output(Logit, ElementType.Float32, -1, 1);
        if (!learn)
            return;
        _graph.Input(Label, ElementType.Float32, -1, 1);
        Learn(bottom, top, vectors, crossed);
        foreach (Parameter parameter in parameters.All)
            _graph.Output(parameter.Gradient, ElementType.Float32, parameter.Shape);
        _graph.Output(VectorsGradient, ElementType.Float32, -1, _vectors, Dim);
    }

    /// <summary>All products of two vectors, or all vectors: [batch, width].</summary>
    private string Cross(string vectors)
    {
        string crossed = IsDot
            ? _graph.Node("MatMul", [vectors, _graph.Node("Transpose", [vectors], null, ("perm", new long[] { 0, 2, 1 }))])
            : vectors;
        return _graph.Node("Reshape", [crossed, "row"]);
    }

    private string First(string crossed, string dense, string? output) => IsDot
        ? _graph.Node("Add", [_graph.Node("MatMul", [crossed, DlrmParameters.Pairs]), _graph.Node("Gemm", [dense, DlrmParameters.Dense, DlrmParameters.Bias])], output)
        : Layer("top0", crossed, output);

    private string Layer(string name, string input, string? output = null) =>
        _graph.Node("Gemm", [input, name + "_weight", name + "_bias"], output);

    /// <summary>The chain rule, from the logit backwards. "d" of a value is the gradient for it.</summary>
    private void Learn(string[] bottom, string[] top, string vectors, string crossed)
    {
        _graph.Constant("batch_axis", [0L], 1);
        string d = _graph.Node("Sub", [_graph.Node("Sigmoid", [Logit]), Label]);
        for (int i = top.Length - 1; i > 0; i--)
            d = ThroughRelu(Backward($"top{i}", top[i - 1], d), top[i - 1]);
        string dBottom = IsDot ? BackwardDot(d, vectors, crossed, bottom[^1]) : BackwardCat(d, crossed);
        for (int i = bottom.Length - 1; i > 0; i--)
        {
            d = ThroughRelu(dBottom, bottom[i]);
            BackwardParameters($"bottom{i - 1}_weight", $"bottom{i - 1}_bias", bottom[i - 1], d);
            if (i > 1)
                dBottom = InputGradient(d, $"bottom{i - 1}_weight");
        }
    }

    /// <summary>
    /// With P the pair matrix, symmetric, dZ = d Pᵀ is symmetric too, and dT = (dZ + dZᵀ) T = 2 dZ T. The diagonal of P is
    /// held at zero by its gradient.
    /// </summary>
    private string BackwardDot(string d, string vectors, string crossed, string dense)
    {
        float[] offDiagonal = new float[_vectors * _vectors];
        Array.Fill(offDiagonal, 1);
        for (int i = 0; i < _vectors; i++)
            offDiagonal[i * _vectors + i] = 0;
        _graph.Constant("off_diagonal", offDiagonal, _vectors * _vectors, 1);
        _graph.Node("Mul", [_graph.Node("Gemm", [crossed, d], null, ("transA", 1)), "off_diagonal"], "d_" + DlrmParameters.Pairs);
        BackwardParameters(DlrmParameters.Dense, DlrmParameters.Bias, dense, d);
        _graph.Constant("square", [0L, _vectors, _vectors], 3);
        string dCrossed = _graph.Node("Reshape", [InputGradient(d, DlrmParameters.Pairs, factor: 2), "square"]);
        _graph.Node("MatMul", [dCrossed, vectors], VectorsGradient);
        return _graph.Node("Add", [FirstVector(), InputGradient(d, DlrmParameters.Dense)]);
    }

    private string BackwardCat(string d, string crossed)
    {
        _graph.Node("Reshape", [Backward("top0", crossed, d), "all_vectors"], VectorsGradient);
        return FirstVector();
    }

    private string FirstVector() =>
        _graph.Node("Reshape", [_graph.Node("Gather", [VectorsGradient, _graph.Constant("first", [0L], 1)], null, ("axis", 1)), "row"]);

    private string Backward(string layer, string input, string d)
    {
        BackwardParameters(layer + "_weight", layer + "_bias", input, d);
        return InputGradient(d, layer + "_weight");
    }

    private void BackwardParameters(string weight, string bias, string input, string d)
    {
        _graph.Node("Gemm", [input, d], "d_" + weight, ("transA", 1));
        _graph.Node("ReduceSum", [d, "batch_axis"], "d_" + bias, ("keepdims", 0));
    }

    private string InputGradient(string d, string weight, float factor = 1) =>
        _graph.Node("Gemm", [d, weight], null, ("transB", 1), ("alpha", factor));

    /// <summary>A rectified value's sign is ReLU's slope.</summary>
    private string ThroughRelu(string d, string rectified) =>
        _graph.Node("Mul", [d, _graph.Node("Sign", [rectified])]);
}
