using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace RecPipe.ServiceDefaults;

/// <summary>What runs, as a metric that is always 1.</summary>
internal sealed class BuildMetrics
{
    public const string MeterName = "RecPipe.ServiceDefaults";

    public BuildMetrics(IMeterFactory meters) => meters.Create(MeterName).CreateObservableGauge(
        "recpipe.build.info",
        () => new Measurement<int>(1, new("version", Version), new("runtime", RuntimeInformation.FrameworkDescription)),
        description: "Always 1; the labels say which build runs on which runtime.");

    /// <summary>Version and, where it was built from a repository, commit.</summary>
    public static string Version { get; } =
        typeof(BuildMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
