using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Cards;

/// <summary>What must hold for a model card by itself, before its graph is looked at.</summary>
internal static class CardRules
{
    /// <summary>float32 counts without gaps up to here.</summary>
    private const int LargestFloatId = 1 << 24;

    public static IEnumerable<ConfigProblem> Problems(ModelCard card, string cardPath) =>
        Whole(card).Concat(card.Inputs.SelectMany((input, i) => Input(input, $"inputs[{i}]"))).Concat(Tables(card))
            .Select(found => new ConfigProblem(cardPath, found.Field, found.Problem, found.Remedy));

    private static IEnumerable<(string Field, string Problem, string Remedy)> Whole(ModelCard card)
    {
        if (card.Name.Length == 0)
            yield return ("name", "The model has no name.", "Give the name that pipelines use.");
        if (card.Opset < 1)
            yield return ("opset", $"{card.Opset}.", "It is 1 or more.");
        if (card.Output.Name.Length == 0)
            yield return ("output.name", "The output has no name.", "Give the name of the graph's output.");
        if (card.Inputs.Count == 0)
            yield return ("inputs", "There are none.", "Bind every input of the graph to what feeds it.");
        foreach (string name in card.Inputs.GroupBy(input => input.Name).Where(group => group.Count() > 1).Select(group => group.Key))
            yield return ("inputs", $"\"{name}\" is bound twice.", "Bind every input of the graph once.");
    }

    private static IEnumerable<(string Field, string Problem, string Remedy)> Input(InputBinding input, string at)
    {
        if (!Enum.IsDefined(input.Feature))
            yield return ($"{at}.feature", $"{input.Feature}.", $"It is one of {string.Join(", ", Enum.GetNames<FeatureKind>())}.");
        if (!Enum.IsDefined(input.Layout))
            yield return ($"{at}.layout", $"{input.Layout}.", $"It is one of {string.Join(", ", Enum.GetNames<InputLayout>())}.");
        if (!TypesOf(input.Feature).Contains(input.Type))
            yield return ($"{at}.type", $"\"{input.Type}\" does not fit {input.Feature}.", $"It is {string.Join(" or ", TypesOf(input.Feature).Select(type => $"\"{type}\""))}.");
        if (input.Width < 1 || input.Column < 0 || input.Column > int.MaxValue - input.Width)
            yield return ($"{at}.width", $"{input.Width} columns from column {input.Column}.", "No input is empty, and columns count from 0.");
        bool single = input.Layout == InputLayout.Vector || IsId(input.Feature);
        if (single && input.Width != 1)
            yield return ($"{at}.width", $"{input.Width} columns.", IsId(input.Feature) ? "A candidate has one id and a query one user." : "A vector has 1.");
        if (IsId(input.Feature) && input.Column != 0)
            yield return ($"{at}.column", $"{input.Column}.", "A candidate has one id and a query one user: it is 0.");
        if (IsId(input.Feature) ? input.Rows is null or < 1 : input.Rows is not null)
            yield return ($"{at}.rows", $"It is {input.Rows?.ToString() ?? "missing"}.", IsId(input.Feature) ? "Say how many ids there are: they are below this." : "It is for candidate ids and users; tables have their rows in \"tables\".");
        if (IsId(input.Feature) && input.Type == "float32" && input.Rows > LargestFloatId)
            yield return ($"{at}.rows", $"float32 cannot tell {input.Rows} ids apart.", $"At most {LargestFloatId}, or an input of integers.");
    }

    private static IEnumerable<(string Field, string Problem, string Remedy)> Tables(ModelCard card)
    {
        long sparse = card.WidthOf(FeatureKind.CandidateSparse), query = card.WidthOf(FeatureKind.QuerySparse);
        if (card.Tables.Count != sparse + query)
            yield return ("tables", $"{card.Tables.Count} tables for {sparse} sparse features of candidates and {query} of queries.", "Each sparse feature has one, those of candidates first.");
        for (int i = 0; i < card.Tables.Count; i++)
        {
            if (card.Tables[i] < 1)
                yield return ($"tables[{i}]", $"{card.Tables[i]} rows.", "A table has at least one row.");
            if (card.Tables[i] > LargestFloatId && card.Inputs.Any(input => input.Type == "float32" && Reads(input, i, (int)sparse)))
                yield return ($"tables[{i}]", $"float32 cannot tell {card.Tables[i]} rows apart.", $"At most {LargestFloatId}, or an input of integers.");
        }
    }

    /// <param name="input">Any input.</param>
    /// <param name="table">Which table.</param>
    /// <param name="sparse">How many of them are the candidates'.</param>
    private static bool Reads(InputBinding input, int table, int sparse) => input.Feature switch
    {
        FeatureKind.CandidateSparse => table >= input.Column && table < input.Column + input.Width,
        FeatureKind.QuerySparse => table >= sparse + input.Column && table < sparse + input.Column + input.Width,
        _ => false,
    };

    private static bool IsId(FeatureKind feature) => feature is FeatureKind.CandidateId or FeatureKind.User;

    private static IReadOnlyList<string> TypesOf(FeatureKind feature) => feature switch
    {
        FeatureKind.CandidateDense or FeatureKind.QueryDense => ["float32"],
        FeatureKind.BagOffsets => ["int32", "int64"],
        _ => ["int32", "int64", "float32"],
    };
}
