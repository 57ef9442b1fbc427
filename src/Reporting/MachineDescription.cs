using System.Runtime.InteropServices;

namespace RecPipe.Reporting;

/// <summary>Where a measurement was taken: goes beside every number that is kept.</summary>
public sealed record MachineDescription
{
    public required string Processor { get; init; }

    /// <summary>Logical processors this process may use.</summary>
    public required int Cores { get; init; }

    public required double MemoryGib { get; init; }

    public required string OperatingSystem { get; init; }

    public required string Framework { get; init; }

    /// <summary>Of this machine, now.</summary>
    public static MachineDescription Current() => new()
    {
        Processor = ProcessorName(),
        Cores = Environment.ProcessorCount,
        MemoryGib = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1),
        OperatingSystem = RuntimeInformation.OSDescription,
        Framework = RuntimeInformation.FrameworkDescription,
    };

    public override string ToString() =>
        FormattableString.Invariant($"{Processor}, {Cores} cores, {MemoryGib:0.#} GiB, {OperatingSystem}, {Framework}");

    private static string ProcessorName()
    {
        const string Path = "/proc/cpuinfo", Field = "model name";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString();
        if (!File.Exists(Path))
            return architecture;
        string? line = File.ReadLines(Path).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return line is null ? architecture : $"{line[(line.IndexOf(':') + 1)..].Trim()} ({architecture})";
    }
}
