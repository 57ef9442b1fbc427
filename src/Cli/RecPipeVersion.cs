using System.Reflection;

namespace RecPipe.Cli;

/// <summary>Which RecPipe this is.</summary>
internal static class RecPipeVersion
{
    public static string Current { get; } = typeof(RecPipeVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
