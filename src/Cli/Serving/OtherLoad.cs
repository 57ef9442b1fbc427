using System.Globalization;

namespace RecPipe.Cli.Serving;

/// <summary>Processor time that others took from this machine while something was measured: where there is much, the measurement is of them too.</summary>
internal readonly struct OtherLoad
{
    private const string Path = "/proc/stat";

    /// <summary>The kernel counts in these.</summary>
    private const double TicksASecond = 100;

    private static readonly int[] s_atWork = [1, 2, 3, 6, 7, 8];

    private readonly double _machine;
    private readonly TimeSpan _own;
    private readonly long _from;

    private OtherLoad(double machine)
    {
        _machine = machine;
        _own = Environment.CpuUsage.TotalTime;
        _from = TimeProvider.System.GetTimestamp();
    }

    public static OtherLoad Start() => new(MachineSeconds());

    /// <summary>Cores that others kept busy since the start, on average; not a number where the system does not say.</summary>
    public double Cores()
    {
        double passed = TimeProvider.System.GetElapsedTime(_from).TotalSeconds;
        return Math.Max(0, MachineSeconds() - _machine - (Environment.CpuUsage.TotalTime - _own).TotalSeconds) / passed;
    }

    /// <summary>All processors' time but idle and waiting for disks: user, nice, system, interrupts, and what the hypervisor gave away.</summary>
    private static double MachineSeconds()
    {
        if (!File.Exists(Path))
            return double.NaN;
        string[] fields = File.ReadLines(Path).First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return s_atWork.Where(at => at < fields.Length).Sum(at => double.Parse(fields[at], CultureInfo.InvariantCulture)) / TicksASecond;
    }
}
