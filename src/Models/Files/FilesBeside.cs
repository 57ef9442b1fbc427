namespace RecPipe.Models.Files;

/// <summary>
/// Files a model names, which lie in its folder or below and nowhere else: whoever hands over a model must not make us read
/// other files of this machine.
/// </summary>
internal static class FilesBeside
{
    private const int MostLinks = 40;

    /// <param name="directory">The model's folder.</param>
    /// <param name="name">As the model or its card states it.</param>
    /// <returns>What is wrong with it and how to put it right; null when it is a file there.</returns>
    public static (string Problem, string Remedy)? Problem(string directory, string name)
    {
        if (name.Length == 0 || Path.IsPathRooted(name) || name.AsSpan().IndexOfAny("\\:\0") >= 0 || name.Split('/').Any(part => part is "" or "." or ".."))
            return ($"\"{name}\" does not name a file in the model's folder.", "A model's files lie beside its card, or in folders below.");
        string path = Path.Combine(directory, name);
        if (!File.Exists(path))
            return ($"There is no file \"{name}\" beside the card.", "Export the model again, or fetch the file.");
        return RealPath(path) is { } real && real.StartsWith(RealPath(directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? null
            : ($"\"{name}\" is a link that leaves the model's folder.", "Copy the file there.");
    }

    /// <summary>Follows every link on the way.</summary>
    /// <returns>Null when the links go round in circles.</returns>
    private static string? RealPath(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        for (int links = 0; links <= MostLinks; links++)
        {
            if (FirstLink(full) is not { } link)
                return full;
            string target = Path.GetFullPath(new FileInfo(link).LinkTarget!, Path.GetDirectoryName(link)!);
            full = Path.TrimEndingDirectorySeparator(target) + full[link.Length..];
        }
        return null;
    }

    private static string? FirstLink(string full)
    {
        for (int end = full.IndexOf(Path.DirectorySeparatorChar, Path.GetPathRoot(full)!.Length); ; end = full.IndexOf(Path.DirectorySeparatorChar, end + 1))
        {
            string prefix = end < 0 ? full : full[..end];
            if (new FileInfo(prefix).LinkTarget is not null)
                return prefix;
            if (end < 0)
                return null;
        }
    }
}
