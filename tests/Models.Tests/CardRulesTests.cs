using RecPipe.Models.Cards;

namespace RecPipe.Models.Tests;

public class CardRulesTests
{
    private static readonly InputBinding s_dense = new("d", FeatureKind.CandidateDense, "float32", 3);
    private static readonly InputBinding s_sparse = new("s", FeatureKind.CandidateSparse, "int64", 2);
    private static readonly InputBinding s_user = new("u", FeatureKind.User, "int32", 1, Layout: InputLayout.Vector, Rows: 9);

    private static readonly ModelCard s_good = new()
    {
        Name = "m",
        Family = "any",
        Configuration = default,
        File = "m.onnx",
        Sha256 = new Dictionary<string, string>(),
        Opset = 11,
        Inputs = [s_dense, s_sparse with { Column = 1 }, s_user, new("o", FeatureKind.BagOffsets, "int64", 3, Layout: InputLayout.Columns), new("q", FeatureKind.QuerySparse, "float32", 1)],
        Output = new("y", ScoreKind.Logit),
        Tables = [5, 6, 7, 8],
    };

    [Fact]
    public void A_good_card_has_no_problems() => CardRules.Problems(s_good, "c").ShouldBeEmpty();

    public static TheoryData<string, ModelCard> Bad => new()
    {
        { "name", s_good with { Name = "" } },
        { "opset", s_good with { Opset = 0 } },
        { "output.name", s_good with { Output = new("", ScoreKind.Logit) } },
        { "inputs", s_good with { Inputs = [], Tables = [] } },
        { "inputs", s_good with { Inputs = [s_dense, s_dense], Tables = [] } },
        { "inputs[0].type", One(s_dense with { Type = "int64" }) },
        { "inputs[0].type", One(s_dense with { Type = "float64" }) },
        { "inputs[0].type", One(s_user with { Type = "string" }) },
        { "inputs[0].type", One(new("o", FeatureKind.BagOffsets, "float32", 1)) },
        { "inputs[0].width", One(s_dense with { Width = 0 }) },
        { "inputs[0].width", One(s_dense with { Column = -1 }) },
        { "inputs[0].width", One(s_dense with { Column = int.MaxValue }) },
        { "inputs[0].width", One(s_dense with { Layout = InputLayout.Vector }) },
        { "inputs[0].width", One(s_user with { Width = 2, Layout = InputLayout.Rows }) },
        { "inputs[0].column", One(s_user with { Column = 1 }) },
        { "inputs[0].rows", One(s_user with { Rows = null }) },
        { "inputs[0].rows", One(s_user with { Rows = 0 }) },
        { "inputs[0].rows", One(s_user with { Type = "float32", Rows = (1 << 24) + 1 }) },
        { "inputs[0].rows", One(s_dense with { Rows = 4 }) },
        { "tables", s_good with { Tables = [5, 6, 7] } },
        { "tables[3]", s_good with { Tables = [5, 6, 7, 0] } },
        { "tables[3]", s_good with { Tables = [5, 6, 7, (1 << 24) + 1] } },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_problem_names_its_field(string field, ModelCard card) =>
        CardRules.Problems(card, "c").ShouldHaveSingleItem().Field.ShouldBe(field);

    private static ModelCard One(InputBinding input) => s_good with { Inputs = [input], Tables = [] };
}
