using RecPipe.Models.Families;
using RecPipe.Models.Onnx;

namespace RecPipe.Training.Neumf;

/// <summary>
/// The dense part of a NeuMF for groups of examples that share their user, as an ONNX graph. A group is one user with
/// several items; to learn, the first of them is the one taken. In: product [examples, 1], the GMF tower's part of the
/// logit; user [groups, dim] and item [examples, dim], the MLP tower's embeddings; every dense parameter. Out: logit
/// [examples, 1]; to learn, also the gradient of the summed binary cross entropy for the logit, for every parameter and for
/// user and item. The first layer multiplies a user once a group.
/// </summary>
internal sealed class NeumfStepGraph
{
    public const string Product = "product";
    public const string User = "user";
    public const string Item = "item";
    public const string Logit = "logit";
    public const string LogitGradient = "d_logit";
    public const string UserGradient = "d_user";
    public const string ItemGradient = "d_item";

    private readonly GraphBuilder _graph = new("neumf_step");
    private readonly NeumfConfig _config;
    private readonly long _groups;
    private readonly long _group;

    private NeumfStepGraph(NeumfConfig config, int groups, int group) => (_config, _groups, _group) = (config, groups, group);

    private long Examples => _groups * _group;

    /// <summary>The serialised graph.</summary>
    /// <param name="config">The model.</param>
    /// <param name="parameters">Its dense parameters.</param>
    /// <param name="groups">Groups a run.</param>
    /// <param name="group">Items a group.</param>
    /// <param name="learn">Whether gradients are computed.</param>
    public static byte[] Build(NeumfConfig config, NeumfParameters parameters, int groups, int group, bool learn)
    {
        NeumfStepGraph step = new(config, groups, group);
        step.Write(parameters, learn);
        return step._graph.ToBytes();
    }

    private void Write(NeumfParameters parameters, bool learn)
    {
        if (_config.HasGmf)
            _graph.Input(Product, ElementType.Float32, Examples, 1);
        foreach (Parameter parameter in parameters.All)
            _graph.Input(parameter.Name, ElementType.Float32, parameter.Shape);
        string[] hidden = _config.HasMlp ? Forward() : [];
        Join(hidden);
        _graph.Output(Logit, ElementType.Float32, Examples, 1);
        if (!learn)
            return;
        Backward(hidden);
        _graph.Output(LogitGradient, ElementType.Float32, Examples, 1);
        foreach (Parameter parameter in parameters.All)
            _graph.Output(parameter.Gradient, ElementType.Float32, parameter.Shape);
        if (!_config.HasMlp)
            return;
        _graph.Output(UserGradient, ElementType.Float32, _groups, _config.MlpDim);
        _graph.Output(ItemGradient, ElementType.Float32, Examples, _config.MlpDim);
    }

    /// <summary>Outputs of the MLP tower's layers; entry i comes after layer i.</summary>
    private string[] Forward()
    {
        _graph.Input(User, ElementType.Float32, _groups, _config.MlpDim);
        _graph.Input(Item, ElementType.Float32, Examples, _config.MlpDim);
        int width = _config.Mlp[1];
        _graph.Constant("one_row", [_groups, 1L, width], 3);
        _graph.Constant("groups", [_groups, _group, width], 3);
        _graph.Constant("rows", [Examples, width], 2);
        string user = _graph.Node("Reshape", [_graph.Node("MatMul", [User, NeumfParameters.FirstUser]), "one_row"]);
        string item = _graph.Node("Reshape", [_graph.Node("Gemm", [Item, NeumfParameters.FirstItem, NeumfParameters.FirstBias]), "groups"]);
        string[] hidden = new string[_config.Mlp.Count - 1];
        hidden[0] = _graph.Node("Relu", [_graph.Node("Reshape", [_graph.Node("Add", [item, user]), "rows"])]);
        for (int i = 1; i < hidden.Length; i++)
            hidden[i] = _graph.Node("Relu", [_graph.Node("Gemm", [hidden[i - 1], NeumfParameters.Weight(i), NeumfParameters.Bias(i)])]);
        return hidden;
    }

    private void Join(string[] hidden)
    {
        if (hidden.Length == 0)
            _graph.Node("Add", [Product, NeumfParameters.HeadBias], Logit);
        else if (_config.HasGmf)
            _graph.Node("Add", [Product, _graph.Node("Gemm", [hidden[^1], NeumfParameters.HeadMlp, NeumfParameters.HeadBias])], Logit);
        else
            _graph.Node("Gemm", [hidden[^1], NeumfParameters.HeadMlp, NeumfParameters.HeadBias], Logit);
    }

    /// <summary>The chain rule, from the logit backwards.</summary>
    private void Backward(string[] hidden)
    {
        _graph.Constant("batch_axis", [0L], 1);
        _graph.Constant("taken", [1f, .. new float[_group - 1]], 1, _group);
        string probability = _graph.Node("Reshape", [_graph.Node("Sigmoid", [Logit]), _graph.Constant("as_groups", [_groups, _group], 2)]);
        _graph.Node("Reshape", [_graph.Node("Sub", [probability, "taken"]), _graph.Constant("as_column", [Examples, 1L], 2)], LogitGradient);
        BiasGradient(LogitGradient, NeumfParameters.HeadBias);
        if (hidden.Length == 0)
            return;
        WeightGradient(hidden[^1], LogitGradient, NeumfParameters.HeadMlp);
        string d = ThroughRelu(InputGradient(LogitGradient, NeumfParameters.HeadMlp), hidden[^1]);
        for (int i = hidden.Length - 1; i > 0; i--)
        {
            WeightGradient(hidden[i - 1], d, NeumfParameters.Weight(i));
            BiasGradient(d, NeumfParameters.Bias(i));
            d = ThroughRelu(InputGradient(d, NeumfParameters.Weight(i)), hidden[i - 1]);
        }
        WeightGradient(Item, d, NeumfParameters.FirstItem);
        BiasGradient(d, NeumfParameters.FirstBias);
        InputGradient(d, NeumfParameters.FirstItem, ItemGradient);
        _graph.Constant("group_axis", [1L], 1);
        string grouped = _graph.Node("ReduceSum", [_graph.Node("Reshape", [d, "groups"]), "group_axis"], null, ("keepdims", 0));
        WeightGradient(User, grouped, NeumfParameters.FirstUser);
        InputGradient(grouped, NeumfParameters.FirstUser, UserGradient);
    }

    private void WeightGradient(string input, string d, string weight) =>
        _graph.Node("Gemm", [input, d], "d_" + weight, ("transA", 1));

    private void BiasGradient(string d, string bias) =>
        _graph.Node("ReduceSum", [d, "batch_axis"], "d_" + bias, ("keepdims", 0));

    private string InputGradient(string d, string weight, string? output = null) =>
        _graph.Node("Gemm", [d, weight], output, ("transB", 1));

    /// <summary>A rectified value's sign is ReLU's slope.</summary>
    private string ThroughRelu(string d, string rectified) =>
        _graph.Node("Mul", [d, _graph.Node("Sign", [rectified])]);
}
