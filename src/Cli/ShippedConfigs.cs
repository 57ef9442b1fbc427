namespace RecPipe.Cli;

/// <summary>The configurations that come with RecPipe, wherever `recpipe` is run from.</summary>
internal static class ShippedConfigs
{
    public static string Models { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "models");

    public static string Pipelines { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "pipelines");

    public static string Hardware { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "hardware");

    /// <summary>A file as written, or the shipped one of that name: "rpaccel-1" is rpaccel-1.json of <paramref name="folder"/>.</summary>
    public static string Resolve(string folder, string fileOrName)
    {
        string shipped = Path.Combine(folder, Path.GetFileName(fileOrName) + ".json");
        return !File.Exists(fileOrName) && Path.GetFileName(fileOrName) == fileOrName && File.Exists(shipped) ? shipped : fileOrName;
    }
}
