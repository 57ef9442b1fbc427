using System.Globalization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Workloads.Arrivals;

/// <summary>Reads arrival times: one number a line, seconds from the start, in order; blank lines and "#" comments are skipped.</summary>
public static class TraceFile
{
    private const int MostProblems = 20;

    /// <exception cref="ConfigException">The file is missing, empty, or lines are not ordered finite times; names up to 20 of them.</exception>
    public static double[] Load(string path)
    {
        List<double> times = [];
        List<ConfigProblem> problems = [];
        int number = 0;
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                number++;
                string text = line.Split('#', 2)[0].Trim();
                if (text.Length == 0)
                    continue;
                if (Check(text, times, out double time) is string problem)
                    problems.Add(new(path, $"line {number}", problem, "Write seconds from the start of the trace, in ascending order, one a line."));
                else
                    times.Add(time);
                if (problems.Count == MostProblems)
                    break;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(path, "", $"The trace cannot be read: {e.Message}", "Check the path.");
        }
        if (times.Count == 0 && problems.Count == 0)
            problems.Add(new(path, "", "The trace holds no arrivals.", "Write at least one arrival time."));
        ConfigException.ThrowIfAny(problems);
        return [.. times];
    }

    private static string? Check(string text, List<double> times, out double time)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out time) || !double.IsFinite(time) || time < 0)
            return $"\"{text}\" is not a finite time of at least 0.";
        return times.Count > 0 && time < times[^1]
            ? FormattableString.Invariant($"{time} comes before the arrival at {times[^1]}.")
            : null;
    }
}
