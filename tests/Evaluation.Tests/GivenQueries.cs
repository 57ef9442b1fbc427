using System.Text.Json;
using RecPipe.Evaluation.Queries;
using RecPipe.Evaluation.Scores;
using RecPipe.Models.Cards;
using RecPipe.Ranking;

namespace RecPipe.Evaluation.Tests;

/// <summary>Queries with the candidates, labels and contexts a test gives them.</summary>
internal sealed class GivenQueries(int[][] candidates, byte[][] labels, QueryContext?[]? contexts = null) : IQuerySource
{
    public int Candidates => candidates[0].Length;

    public long? Count => candidates.Length;

    public bool Labelled => true;

    /// <summary>One query of candidates 0, 1, 2 … with these labels.</summary>
    public static QuerySet One(params byte[] labels) => Set([Enumerable.Range(0, labels.Length).ToArray()], [labels]);

    public static QuerySet Set(int[][] candidates, byte[][] labels, QueryContext?[]? contexts = null) =>
        QuerySet.Draw(new GivenQueries(candidates, labels, contexts), candidates.Length, new("test", "data", "given"), TestContext.Current.CancellationToken);

    /// <summary>Scores by place, [queries, candidates], of models m0, m1 …</summary>
    public static ScoreSet Scores(QuerySet queries, params float[][] models) =>
        ScoreSet.Of(queries, [.. models.Select((scores, i) => (Card($"m{i}", ScoreKind.Probability), scores))]);

    public static ModelCard Card(string name, ScoreKind kind) => new()
    {
        Name = name,
        Family = "test",
        Configuration = JsonDocument.Parse("{}").RootElement,
        File = "",
        Sha256 = new Dictionary<string, string>(),
        Opset = 18,
        Inputs = [],
        Output = new("score", kind),
        Tables = [],
    };

    public QueryContext? Fill(long query, Span<int> ids)
    {
        candidates[query].CopyTo(ids);
        return contexts?[query];
    }

    public void Judge(long query, ReadOnlySpan<int> ids, Span<byte> relevance)
    {
        for (int i = 0; i < ids.Length; i++)
            relevance[i] = labels[query][Array.IndexOf(candidates[query], ids[i])];
    }
}
