namespace RecPipe.Tests;

/// <summary>The checkout these tests were built from, and the real data beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>"Release" or "Debug": what these tests were built as.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>A file under the repository's root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file of the real data, which is not part of the repository; skips the test, saying so, where it is absent.</summary>
    public static string RealData(params string[] parts) => Outside("data", "RECPIPE_DATA", parts);

    /// <summary>A table of what the published artefact computes, which is not part of the repository; skips the test, saying so, where it is absent.</summary>
    public static string Reference(params string[] parts) => Outside("reference", "RECPIPE_REFERENCE", parts);

    private static string Outside(string kind, string variable, string[] parts)
    {
        string relative = Path.Combine(parts);
        string? found = Folders(kind, variable).Select(folder => Path.Combine(folder, relative)).FirstOrDefault(File.Exists);
        if (found is null)
            Assert.Skip($"The {kind} file {relative} is not here: set {variable} to the folder that holds it.");
        return found ?? "";
    }

    private static IEnumerable<string> Folders(string kind, string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } configured)
            yield return configured;
        for (DirectoryInfo? folder = new(Root); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", kind);
    }

    private static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RecPipe.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No RecPipe.sln above {start}.");
    }
}
