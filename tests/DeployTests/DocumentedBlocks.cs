using System.Text.RegularExpressions;

namespace RecPipe.DeployTests;

/// <summary>What a page of docs tells people to type: its blocks fenced as sh.</summary>
internal static partial class DocumentedBlocks
{
    /// <summary>A part of each block that cannot be run where this is developed, and why not.</summary>
    public static IReadOnlyDictionary<string, string> NotRun { get; } = new Dictionary<string, string>
    {
        ["-f deploy/docker-compose.gpu.yml"] = "There is no GPU, and neither its base image nor ONNX Runtime's package for it can be had.",
        ["kubectl apply -k deploy/kubernetes/overlays/cpu"] = "There is no API server. KubernetesTests renders and validates the folder, PodTests runs its pods.",
        ["kubectl apply -k deploy/kubernetes/load"] = "There is no API server. KubernetesTests renders and validates the folder and runs its programs.",
    };

    /// <param name="page">Its name in docs.</param>
    public static string[] Of(string page) => [.. Commands().Matches(Text(page)).Select(match => match.Groups[1].Value)];

    /// <summary>The languages of all fenced blocks of a page; empty where none is written.</summary>
    public static string[] Languages(string page) => [.. Fenced().Matches(Text(page)).Select(match => match.Groups[1].Value)];

    /// <summary>A block's commands, one each; a line that ends in a backslash goes on.</summary>
    public static string[] CommandsOf(string block) => [.. LineEnd().Split(block).Where(line => line.Trim().Length > 0)];

    private static string Text(string page) => File.ReadAllText(Repository.PathOf("docs", page));

    [GeneratedRegex(@"^```sh\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Commands();

    [GeneratedRegex(@"^```(.*)\n(?:.*\n)*?```$", RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"(?<!\\)\n")]
    private static partial Regex LineEnd();
}
