using System.Security.Cryptography;
using RecPipe.Models.Cards;
using RecPipe.Models.Onnx;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Files;

/// <summary>A model on disk: its card and where its files are.</summary>
/// <param name="Card">What the card says.</param>
/// <param name="CardPath">The card's file.</param>
/// <param name="ModelPath">The .onnx file.</param>
public sealed record ModelFile(ModelCard Card, string CardPath, string ModelPath)
{
    private string Directory => Path.GetDirectoryName(Path.GetFullPath(CardPath))!;

    /// <summary>Reads a card and checks it against the files beside it; does not read the tables.</summary>
    /// <exception cref="ConfigException">Lists everything that is wrong.</exception>
    public static ModelFile Load(string cardPath)
    {
        ModelCard card = ConfigFile.Load<ModelCard>(cardPath);
        ModelFile file = new(card, cardPath, Path.Combine(Path.GetDirectoryName(Path.GetFullPath(cardPath))!, card.File));
        ConfigException.ThrowIfAny([.. CardRules.Problems(card, cardPath), .. file.CheckFiles()]);
        return file;
    }

    /// <summary>Reads every file of the model and compares checksums.</summary>
    /// <exception cref="ConfigException">A file differs from what the card says.</exception>
    public void VerifyChecksums()
    {
        List<ConfigProblem> problems = [];
        foreach ((string name, string expected) in Card.Sha256)
        {
            using FileStream stream = File.OpenRead(Path.Combine(Directory, name));
            string actual = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (!actual.Equals(expected, StringComparison.OrdinalIgnoreCase))
                problems.Add(new(CardPath, $"sha256.{name}", $"The file's SHA-256 is {actual}, the card says {expected}.", "Export the model again, or fetch it again."));
        }
        ConfigException.ThrowIfAny(problems);
    }

    private List<ConfigProblem> CheckFiles()
    {
        List<ConfigProblem> problems = [];
        foreach (string name in Card.Sha256.Keys)
            CheckFile($"sha256.{name}", name, problems);
        if (Card.File.Contains('/'))
            problems.Add(new(CardPath, "file", $"\"{Card.File}\" is not a file name.", "The .onnx lies beside its card."));
        else if (CheckFile("file", Card.File, problems))
        {
            CheckListed("file", Card.File, problems);
            foreach (string name in External(problems))
            {
                if (CheckFile("file", name, problems))
                    CheckListed("file", name, problems);
            }
        }
        return problems;
    }

    private bool CheckFile(string field, string name, List<ConfigProblem> problems)
    {
        if (FilesBeside.Problem(Directory, name) is not { } found)
            return true;
        problems.Add(new(CardPath, field, found.Problem, found.Remedy));
        return false;
    }

    private void CheckListed(string field, string name, List<ConfigProblem> problems)
    {
        if (!Card.Sha256.ContainsKey(name))
            problems.Add(new(CardPath, field, $"\"{name}\" has no entry in sha256.", "List the checksum of every file of the model."));
    }

    private IReadOnlyList<string> External(List<ConfigProblem> problems)
    {
        try
        {
            return ExternalFiles.Of(ModelPath);
        }
        catch (ConfigException e)
        {
            problems.AddRange(e.Problems.Select(problem => problem with { File = CardPath, Field = "file", Problem = $"{Card.File}: {problem.Problem}" }));
            return [];
        }
    }
}
