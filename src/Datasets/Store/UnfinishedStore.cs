using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Store;

/// <summary>
/// Columns and a manifest on their way to a folder: they appear there only when <see cref="Complete"/> succeeds; disposing
/// earlier leaves nothing behind, and a killed process no manifest. Columns are not forced to disk.
/// </summary>
internal sealed class UnfinishedStore : IDisposable
{
    private readonly string _directory;
    private readonly string _unfinished;
    private readonly bool _directoryExisted;

    /// <param name="directory">Where the store will be; must not exist, or be empty.</param>
    /// <param name="columns">Names of the column files.</param>
    /// <exception cref="ConfigException">Something is there already, or nothing can be written there.</exception>
    public UnfinishedStore(string directory, IReadOnlyList<string> columns)
    {
        _directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        try
        {
            _directoryExisted = Directory.Exists(_directory);
            if (File.Exists(_directory) || (_directoryExisted && Directory.EnumerateFileSystemEntries(_directory).Any()))
                throw new ConfigException(directory, "", "Something is there already.", "Remove it or choose another folder.");
            // Inside a folder that exists (it may be a mount point), beside one that does not: either way one rename away.
            _unfinished = _directoryExisted ? Path.Combine(_directory, Unfinished) : _directory + Unfinished;
            Directory.CreateDirectory(_unfinished);
            Columns = [.. columns.Select(name => new StoreColumnWriter(Path.Combine(_unfinished, name)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(directory, "", $"No store can be written there: {e.Message}", "Choose a folder that can be written to.");
        }
    }

    private static string Unfinished => $".unfinished-{Environment.ProcessId}";

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<StoreColumnWriter> Columns { get; }

    /// <summary>Closes the columns.</summary>
    /// <returns>File name to checksum.</returns>
    public IReadOnlyDictionary<string, string> Close() => Columns.ToDictionary(column => column.Name, column => column.Close());

    /// <summary>Writes the manifest and puts everything in its place. The manifest moves last: without it there is no store.</summary>
    public void Complete<T>(string manifestName, T manifest)
    {
        ConfigFile.Save(Path.Combine(_unfinished, manifestName), manifest);
        if (!_directoryExisted)
        {
            Directory.Move(_unfinished, _directory);
            return;
        }
        foreach (string name in Columns.Select(column => column.Name).Append(manifestName))
            File.Move(Path.Combine(_unfinished, name), Path.Combine(_directory, name));
        Directory.Delete(_unfinished);
    }

    public void Dispose()
    {
        foreach (StoreColumnWriter column in Columns)
            column.Dispose();
        if (Directory.Exists(_unfinished))
            Directory.Delete(_unfinished, recursive: true);
    }
}
