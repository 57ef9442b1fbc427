namespace RecPipe.Tests;

/// <summary>The checkout these tests were built from, and the real data beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>"Release" or "Debug": what these tests were built as.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>A file under the repository's root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file of the real data (RECPIPE_DATA, or shared/data beside the checkout); skips the test, loudly, where it is absent.</summary>
    public static string RealData(params string[] parts)
    {
        string relative = Path.Combine(parts);
        foreach (string folder in DataFolders())
        {
            string path = Path.Combine(folder, relative);
            if (File.Exists(path))
                return path;
        }
        Assert.Skip($"The real data file {relative} is not here: set RECPIPE_DATA to the folder that holds it.");
        return "";
    }

    private static IEnumerable<string> DataFolders()
    {
        if (Environment.GetEnvironmentVariable("RECPIPE_DATA") is { Length: > 0 } configured)
            yield return configured;
        for (DirectoryInfo? folder = new(Root); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", "data");
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
