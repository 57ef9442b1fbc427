namespace RecPipe.Cli;

/// <summary>The configurations that come with RecPipe, wherever `recpipe` is run from.</summary>
internal static class ShippedConfigs
{
    public static string Models { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "models");

    public static string Pipelines { get; } = Path.Combine(AppContext.BaseDirectory, "configs", "pipelines");
}
