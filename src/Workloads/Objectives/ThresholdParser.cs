using System.Globalization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Workloads.Objectives;

/// <summary>Reads thresholds: "p95&lt;25ms", "errors&lt;1%", "throughput&gt;100", "ndcg@64&gt;=0.9", "hitrate@10&gt;0.6", "degraded&lt;=0%".</summary>
public static class ThresholdParser
{
    private static readonly (string Sign, Comparison Comparison)[] s_comparisons =
        [("<=", Comparison.LessOrEqual), (">=", Comparison.GreaterOrEqual), ("<", Comparison.Less), (">", Comparison.Greater)];

    private static readonly Dictionary<string, ThresholdMetric> s_metrics = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mean"] = ThresholdMetric.Mean,
        ["p50"] = ThresholdMetric.P50,
        ["p75"] = ThresholdMetric.P75,
        ["p90"] = ThresholdMetric.P90,
        ["p95"] = ThresholdMetric.P95,
        ["p99"] = ThresholdMetric.P99,
        ["p99.9"] = ThresholdMetric.P999,
        ["max"] = ThresholdMetric.Max,
        ["errors"] = ThresholdMetric.Errors,
        ["degraded"] = ThresholdMetric.Degraded,
        ["throughput"] = ThresholdMetric.Throughput,
    };

    private static readonly Dictionary<string, ThresholdMetric> s_qualities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ndcg@"] = ThresholdMetric.Ndcg,
        ["hitrate@"] = ThresholdMetric.HitRate,
    };

    /// <summary>Reads one threshold.</summary>
    /// <returns>Null when <paramref name="problem"/> says what is wrong.</returns>
    public static Threshold? Parse(string text, out string problem)
    {
        int at = text.IndexOfAny(['<', '>']);
        if (at < 0)
        {
            problem = $"\"{text}\" compares nothing: write a metric, <, <=, > or >=, and a bound, for example \"p95<25ms\".";
            return null;
        }
        (string sign, Comparison comparison) = s_comparisons.First(c => string.CompareOrdinal(text, at, c.Sign, 0, c.Sign.Length) == 0);
        return Read(text, text[..at], comparison, text[(at + sign.Length)..], out problem);
    }

    /// <summary>Makes a threshold of its parts, for callers that write the comparison in another way.</summary>
    /// <param name="text">The whole, as its user wrote it.</param>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="comparison">How the metric is compared with the bound.</param>
    /// <param name="bound">The bound with its unit.</param>
    /// <param name="problem">What is wrong; empty when nothing is.</param>
    /// <returns>Null when <paramref name="problem"/> says what is wrong.</returns>
    public static Threshold? Read(string text, string metric, Comparison comparison, string bound, out string problem)
    {
        problem = "";
        int k = 0;
        (metric, bound) = (metric.Trim(), bound.Trim());
        if (!s_metrics.TryGetValue(metric, out ThresholdMetric known) && !TryReadQuality(metric, out known, out k))
        {
            problem = $"\"{text}\": there is no metric \"{metric}\"; use {string.Join(", ", s_metrics.Keys)}, ndcg@K or hitrate@K.";
            return null;
        }
        if (!TryReadBound(known, bound, out double value))
        {
            problem = $"\"{text}\": \"{bound}\" is not {Expected(known)}.";
            return null;
        }
        return new(text, known, comparison, value, k);
    }

    private static bool TryReadQuality(string name, out ThresholdMetric metric, out int k)
    {
        k = 0;
        int at = name.IndexOf('@');
        return s_qualities.TryGetValue(name[..(at + 1)], out metric)
            && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out k) && k >= 1;
    }

    private static bool TryReadBound(ThresholdMetric metric, string text, out double bound)
    {
        bound = 0;
        switch (metric)
        {
            case ThresholdMetric.Errors or ThresholdMetric.Degraded or ThresholdMetric.Ndcg or ThresholdMetric.HitRate:
                bool percent = text.EndsWith('%');
                if (!TryReadNumber(percent ? text[..^1] : text, out bound))
                    return false;
                bound = percent ? bound / 100 : bound;
                return bound <= 1;
            case ThresholdMetric.Throughput:
                return TryReadNumber(text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text, out bound);
            default:
                bool read = DurationConverter.TryParse(text, out TimeSpan duration) && duration >= TimeSpan.Zero;
                bound = duration.TotalSeconds;
                return read;
        }
    }

    private static bool TryReadNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number) && number >= 0;

    private static string Expected(ThresholdMetric metric) => metric switch
    {
        ThresholdMetric.Errors or ThresholdMetric.Degraded => "a share such as \"1%\" or \"0.01\"",
        ThresholdMetric.Ndcg or ThresholdMetric.HitRate => "a value from 0 to 1",
        ThresholdMetric.Throughput => "a rate in queries a second such as \"100\"",
        _ => "a duration such as \"25ms\"",
    };
}
