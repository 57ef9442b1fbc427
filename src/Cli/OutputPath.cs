using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli;

/// <summary>Makes sure that results can be written before the work for them begins.</summary>
internal static class OutputPath
{
    /// <summary>Makes the folder.</summary>
    /// <param name="option">Which option named it, for the error: "--out".</param>
    /// <param name="path">The folder.</param>
    /// <exception cref="ConfigException">It cannot be made.</exception>
    public static string Folder(string option, string path) => Try(option, path, () => Directory.CreateDirectory(path));

    /// <summary>Tries the file; where there was none, there is none afterwards.</summary>
    /// <inheritdoc cref="Folder"/>
    public static string File(string option, string path) => Try(option, path, () =>
    {
        bool isNew = !System.IO.File.Exists(path);
        System.IO.File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        if (isNew)
            System.IO.File.Delete(path);
    });

    private static string Try(string option, string path, Action make)
    {
        try
        {
            make();
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ConfigException(path, option, $"It cannot be written: {e.Message}", "Name another place.");
        }
    }
}
