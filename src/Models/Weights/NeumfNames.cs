namespace RecPipe.Models.Weights;

/// <summary>How an implementation of NeuMF names its tensors.</summary>
/// <param name="Description">For advice about names that do not fit.</param>
/// <param name="Gmf">Tables of the GMF tower.</param>
/// <param name="Mlp">Tables of the MLP tower.</param>
/// <param name="LayerPrefix">What stands before a layer's number.</param>
/// <param name="WeightSuffix">What stands after the number of a matrix.</param>
/// <param name="BiasSuffix">What stands after the number of a bias.</param>
/// <param name="FirstLayer">Number of the first layer.</param>
/// <param name="LayerStep">From one layer's number to the next.</param>
/// <param name="Heads">Matrix and bias of the last layer, over the GMF product and then the MLP's output; one a tower in the authors' files.</param>
/// <param name="OutputsFirst">Whether matrices are [out, in], as PyTorch's Linear.</param>
internal sealed record NeumfNames(
    string Description,
    (string Users, string Items) Gmf,
    (string Users, string Items) Mlp,
    string LayerPrefix,
    string WeightSuffix,
    string BiasSuffix,
    int FirstLayer,
    int LayerStep,
    IReadOnlyList<(string Weight, string Bias)> Heads,
    bool OutputsFirst)
{
    /// <summary>The weights He et al. published (Pretrain/ of hexiangnan/neural_collaborative_filtering): a GMF and an MLP, each with a head of its own.</summary>
    public static NeumfNames Authors { get; } = new(
        "the NCF authors: gmf.user_embedding_W, gmf.prediction_W, mlp.layerK_W, …",
        ("gmf.user_embedding_W", "gmf.item_embedding_W"),
        ("mlp.user_embedding_W", "mlp.item_embedding_W"),
        "mlp.layer", "_W", "_b", FirstLayer: 1, LayerStep: 1,
        [("gmf.prediction_W", "gmf.prediction_b"), ("mlp.prediction_W", "mlp.prediction_b")],
        OutputsFirst: false);

    /// <summary>The PyTorch NCF that most others copy: nn.Sequential(Dropout, Linear, ReLU, …), so layers are 1, 4, 7, …</summary>
    public static NeumfNames PyTorch { get; } = new(
        "PyTorch NCF: embed_user_GMF.weight, embed_item_MLP.weight, MLP_layers.N.weight, predict_layer.weight, …",
        ("embed_user_GMF.weight", "embed_item_GMF.weight"),
        ("embed_user_MLP.weight", "embed_item_MLP.weight"),
        "MLP_layers.", ".weight", ".bias", FirstLayer: 1, LayerStep: 3,
        [("predict_layer.weight", "predict_layer.bias")],
        OutputsFirst: true);

    /// <summary>MLPerf's reference, which the RecPipe artefact serves (models/neumf.py): nn.ModuleList of Linear.</summary>
    public static NeumfNames MlPerf { get; } = new(
        "MLPerf's NeuMF: mf_user_embed.weight, mlp_item_embed.weight, mlp.N.weight, final.weight, …",
        ("mf_user_embed.weight", "mf_item_embed.weight"),
        ("mlp_user_embed.weight", "mlp_item_embed.weight"),
        "mlp.", ".weight", ".bias", FirstLayer: 0, LayerStep: 1,
        [("final.weight", "final.bias")],
        OutputsFirst: true);

    private static readonly NeumfNames[] s_all = [Authors, PyTorch, MlPerf];

    /// <summary>The naming that most of a file's names belong to; null when none belongs to any.</summary>
    public static NeumfNames? Of(IEnumerable<string> names)
    {
        (NeumfNames best, int count) = s_all.Select(naming => (naming, names.Count(naming.Owns))).MaxBy(pair => pair.Item2);
        return count > 0 ? best : null;
    }

    private bool Owns(string name) =>
        name == Gmf.Users || name == Gmf.Items || name == Mlp.Users || name == Mlp.Items
        || Heads.Any(head => name == head.Weight || name == head.Bias)
        || (name.StartsWith(LayerPrefix, StringComparison.Ordinal) && (name.EndsWith(WeightSuffix, StringComparison.Ordinal) || name.EndsWith(BiasSuffix, StringComparison.Ordinal)));
}
