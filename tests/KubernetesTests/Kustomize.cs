using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace RecPipe.KubernetesTests;

/// <summary>Renders deploy/kubernetes with kubectl; skips the test, saying so, where there is none.</summary>
internal static partial class Kustomize
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_rendered = new();

    public static string Folder { get; } = Repository.PathOf("deploy", "kubernetes");

    /// <summary>All folders a user applies.</summary>
    public static TheoryData<string> Applied => ["overlays/cpu", "overlays/emulated", "overlays/gpu", "load", "monitoring"];

    /// <summary>The documents `kubectl kustomize` prints.</summary>
    public static string Render(string overlay) => s_rendered.GetOrAdd(overlay, name => new(() => RenderNow(name))).Value;

    private static string RenderNow(string overlay)
    {
        Match version;
        try
        {
            version = Minor().Match(Tool.Run("kubectl", Folder, "version", "--client", "-o", "json"));
        }
        catch (ToolMissingException)
        {
            Assert.Skip("kubectl is not here: install it (apt-get install kubernetes-client), as .ci/run does.");
            return "";
        }
        if (int.Parse(version.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= 21)
            return Tool.Run("kubectl", Folder, "kustomize", overlay);
        using TemporaryFolder old = new();
        CopyInOldWords(Folder, old.Root);
        return Tool.Run("kubectl", old.Root, "kustomize", overlay);
    }

    /// <summary>kubectl before 1.21 holds kustomize 2.0, which knows the same things under other names.</summary>
    private static void CopyInOldWords(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file)), text = File.ReadAllText(file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (Path.GetFileName(file) == "kustomization.yaml")
            {
                text = BaseResource().IsMatch(text) ? $"{BaseResource().Replace(text, "")}bases:\n  - ../../base\n" : text;
                text = text.Replace("resources:\npatches:", "patches:").Replace("patches:\n  - path: ", "patchesStrategicMerge:\n  - ");
            }
            File.WriteAllText(copy, text);
        }
    }

    [GeneratedRegex("\"minor\": *\"([0-9]+)")]
    private static partial Regex Minor();

    [GeneratedRegex(@"^  - \.\./\.\./base\n", RegexOptions.Multiline)]
    private static partial Regex BaseResource();
}
