using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RecPipe.Evaluation.Queries;
using RecPipe.Models.Cards;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Evaluation.Scores;

/// <summary>What scores depend on; scores of another key are of no use.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Sha256">File to checksum, of the model and its external data.</param>
/// <param name="Inputs">What the card feeds to which input: another binding of the same files gives other scores.</param>
/// <param name="Output">Output of the graph that is the score.</param>
/// <param name="Data">Checksums of the data.</param>
/// <param name="Queries">How queries are drawn, where scores belong to places in queries; empty where they belong to candidates.</param>
/// <param name="Runtime">What computed them, with its version: another may round differently.</param>
public sealed record ScoreKey(string Model, IReadOnlyDictionary<string, string> Sha256, IReadOnlyList<InputBinding> Inputs, string Output, string Data, string Queries, string Runtime)
{
    private const int MostShown = 64;

    /// <summary>Of a model's scores of a set of queries.</summary>
    public static ScoreKey Of(ModelCard model, QuerySet queries, string runtime) => new(
        model.Name,
        new SortedDictionary<string, string>(model.Sha256.ToDictionary(), StringComparer.Ordinal),
        model.Inputs,
        model.Output.Name,
        queries.Identity.Checksums,
        queries.HasContext ? queries.Identity.Draw : "",
        runtime);

    /// <summary>The key as a file holds it.</summary>
    internal string Text() => JsonSerializer.Serialize(this, ConfigFile.Json);

    /// <summary>Name of its file: what a name of a model from elsewhere has besides letters and digits must not lead out of the folder.</summary>
    internal string FileName() => $"{FileSafe(Model)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text())))[..16]}.scores";

    private static string FileSafe(string model) =>
        string.Concat(model.Take(MostShown).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'));
}
