using System.Globalization;
using RecPipe.Workloads.Objectives;

namespace RecPipe.Planning.Objectives;

/// <summary>Reads what a plan must hold as people write it: "p95=25ms", "ndcg@64&gt;=0.99*best".</summary>
public static class ObjectiveParser
{
    private const string Best = "best";
    private static readonly string[] s_latencies = ["mean", "p50", "p95", "p99"];

    /// <summary>Reads a bound of latency: "p95=25ms" or "p95&lt;=25ms".</summary>
    /// <returns>Null when <paramref name="problem"/> says what is wrong.</returns>
    public static Threshold? Latency(string text, out string problem)
    {
        string[] parts = text.Split(["<=", "<", "="], 2, StringSplitOptions.None);
        if (parts.Length < 2 || text.Contains('>'))
        {
            problem = $"\"{text}\" is no bound of latency: write for example p95=25ms, which the 95th percentile may not exceed.";
            return null;
        }
        string metric = parts[0].Trim();
        if (!s_latencies.Contains(metric, StringComparer.OrdinalIgnoreCase))
        {
            problem = $"\"{text}\": there is no latency \"{metric}\"; plans bound the mean, p50, p95 or p99.";
            return null;
        }
        Threshold? bound = ThresholdParser.Read(text, metric, Comparison.LessOrEqual, parts[1], out problem);
        if (bound is not { Bound: 0 })
            return bound;
        problem = $"\"{text}\": no query takes no time at all; allow more than 0.";
        return null;
    }

    /// <summary>Reads a bound of quality: "ndcg@64&gt;=0.99*best" (a share of the best in the space) or "ndcg@64&gt;=0.9".</summary>
    /// <inheritdoc cref="Latency"/>
    public static QualityBound? Quality(string text, out string problem)
    {
        problem = "";
        string[] parts = text.Split(">=", 2);
        string metric = parts[0].Trim();
        if (parts.Length < 2 || metric.Length == 0)
        {
            problem = $"\"{text}\" is no bound of quality: write a metric, >= and a value, for example ndcg@64>=0.9 or ndcg@64>=0.99*best.";
            return null;
        }
        string value = parts[1].Trim();
        bool ofBest = value.EndsWith(Best, StringComparison.OrdinalIgnoreCase);
        if (ofBest)
        {
            string factor = value[..^Best.Length].TrimEnd();
            value = factor.Length == 0 ? "1" : factor.EndsWith('*') ? factor[..^1].TrimEnd() : "";
        }
        if (TryReadShare(value, out double bound))
            return new(text, metric, bound, ofBest);
        problem = $"\"{text}\": \"{parts[1].Trim()}\" is not a value from 0 to 1 (0.9, 90%) nor a share of the best (0.99*best).";
        return null;
    }

    private static bool TryReadShare(string text, out double share)
    {
        bool percent = text.EndsWith('%');
        bool read = double.TryParse(percent ? text[..^1] : text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out share);
        share = percent ? share / 100 : share;
        return read && share is >= 0 and <= 1;
    }
}
