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
/// <param name="Data">Checksums of the data.</param>
/// <param name="Queries">How queries are drawn, where scores belong to places in queries; empty where they belong to candidates.</param>
/// <param name="Runtime">What computed them, with its version: another may round differently.</param>
public sealed record ScoreKey(string Model, IReadOnlyDictionary<string, string> Sha256, string Data, string Queries, string Runtime)
{
    /// <summary>Of a model's scores of a set of queries.</summary>
    public static ScoreKey Of(ModelCard model, QuerySet queries, string runtime) => new(
        model.Name,
        new SortedDictionary<string, string>(model.Sha256.ToDictionary(), StringComparer.Ordinal),
        queries.Identity.Checksums,
        queries.HasContext ? queries.Identity.Draw : "",
        runtime);

    /// <summary>The key as a file holds it.</summary>
    internal string Text() => JsonSerializer.Serialize(this, ConfigFile.Json);

    /// <summary>Name of its file.</summary>
    internal string FileName() => $"{Model}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text())))[..16]}.scores";
}
