using System.Text.Json;

namespace RecPipe.Ranking.Configuration;

/// <summary>
/// A folder in which long work keeps its results, so that it can go on after an interruption. One process at a time works on it,
/// and files appear in it whole or not at all.
/// </summary>
public sealed class ResultFolder : IDisposable
{
    private const string LockFile = ".lock";

    private readonly FileStream _lock;

    private ResultFolder(string directory, FileStream held) => (Directory, _lock) = (directory, held);

    public string Directory { get; }

    /// <param name="directory">Made when absent.</param>
    /// <exception cref="ConfigException">Another process works on it, or it cannot be written to.</exception>
    public static ResultFolder Open(string directory)
    {
        try
        {
            System.IO.Directory.CreateDirectory(directory);
            // The lock is the operating system's: it ends with the process, however that ends.
            return new(directory, new FileStream(Path.Combine(directory, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(directory, "", $"No sweep can work there: {e.Message}", "Wait for the other process, or choose another folder.");
        }
    }

    public string PathOf(string file) => Path.Combine(Directory, file);

    /// <summary>Writes a file whole or not at all.</summary>
    public static void Save<T>(string path, T value)
    {
        string unfinished = path + ".unfinished";
        ConfigFile.Save(unfinished, value);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Says what the folder's results are of, or compares it with what it was said before.</summary>
    /// <param name="file">Where it is written.</param>
    /// <param name="identity">What these results are of.</param>
    /// <param name="parts">Its parts by the name of their field, and what a folder that differs in one of them holds: "of another experiment".</param>
    /// <exception cref="ConfigException">The folder holds results of something else; lists in what it differs.</exception>
    public void Claim<T>(string file, T identity, params ReadOnlySpan<(string Field, Func<T, object?> Part, Func<T, string> What)> parts)
        where T : class
    {
        string path = PathOf(file);
        if (!File.Exists(path))
        {
            Save(path, identity);
            return;
        }
        T earlier = ConfigFile.Load<T>(path);
        List<ConfigProblem> problems = [];
        foreach ((string field, Func<T, object?> part, Func<T, string> what) in parts)
        {
            if (JsonSerializer.Serialize(part(earlier), ConfigFile.Json) != JsonSerializer.Serialize(part(identity), ConfigFile.Json))
                problems.Add(new(path, field, $"This folder holds a sweep {what(earlier)}.", "Choose another folder, or remove this one."));
        }
        ConfigException.ThrowIfAny(problems);
    }

    public void Dispose() => _lock.Dispose();
}
