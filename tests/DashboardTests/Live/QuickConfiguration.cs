using System.Globalization;
using System.Text.RegularExpressions;

namespace RecPipe.DashboardTests.Live;

/// <summary>
/// deploy/prometheus as it is, except that hosts are scraped where a test has them, and that a minute takes a second: every
/// window and waiting time of the rules, so that alerts can be watched.
/// </summary>
internal static partial class QuickConfiguration
{
    private const int Faster = 60;

    /// <summary>Seconds; two scrapes at least are in it.</summary>
    private const int ShortestWindow = 4;

    /// <param name="folder">Receives prometheus.yml and rules.</param>
    /// <param name="targets">Host and port by scrape job.</param>
    public static void Write(string folder, IReadOnlyDictionary<string, IReadOnlyList<string>> targets)
    {
        string original = Repository.PathOf("deploy", "prometheus");
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(original, "rules")))
            File.WriteAllText(Path.Combine(folder, "rules", Path.GetFileName(file)), Hastened(File.ReadAllText(file)));
        string scraping = Interval().Replace(File.ReadAllText(Path.Combine(original, "prometheus.yml")), "$1: 1s");
        File.WriteAllText(Path.Combine(folder, "prometheus.yml"), Job().Replace(scraping, job => $"""
            {job.Groups[1].Value}    static_configs:
                  - targets: [{string.Join(", ", targets[job.Groups[2].Value].Select(target => $"\"{target}\""))}]

            """));
    }

    private static string Hastened(string rules)
    {
        rules = Window().Replace(rules, match => $"[{Shorter(match, ShortestWindow)}s]");
        rules = Wait().Replace(rules, match => $"for: {Shorter(match, 1)}s");
        return Prediction().Replace(rules, match => $", {int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) / Faster})");
    }

    private static int Shorter(Match time, int atLeast) => Math.Max(
        atLeast,
        int.Parse(time.Groups[1].Value, CultureInfo.InvariantCulture) * (time.Groups[2].Value switch { "s" => 1, "m" => 60, _ => 3600 }) / Faster);

    [GeneratedRegex(@"\[(\d+)([smh])\]")]
    private static partial Regex Window();

    [GeneratedRegex(@"\bfor: (\d+)([smh])")]
    private static partial Regex Wait();

    [GeneratedRegex(@"(?<=predict_linear\([^,]*), (\d+)\)")]
    private static partial Regex Prediction();

    [GeneratedRegex(@"\b(scrape_interval|scrape_timeout|evaluation_interval): \d+s")]
    private static partial Regex Interval();

    [GeneratedRegex(@"(  - job_name: (\S+)\n)    dns_sd_configs:\n(?:      .*\n)+")]
    private static partial Regex Job();
}
