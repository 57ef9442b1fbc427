using System.Globalization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Hardware;

/// <summary>What-if values that replace numbers of a hardware file before it is checked.</summary>
public static class Overrides
{
    public static IReadOnlyDictionary<string, double> None { get; } = new Dictionary<string, double>();

    /// <summary>Reads "name=value" pairs; a name is the JSON path of a number, for example "artefact.dramBandwidthGiBps".</summary>
    /// <exception cref="ConfigException">Some are no such pair; lists all of them.</exception>
    public static IReadOnlyDictionary<string, double> Parse(IEnumerable<string> pairs)
    {
        Dictionary<string, double> values = [];
        List<ConfigProblem> problems = [];
        foreach (string pair in pairs)
        {
            int cut = pair.IndexOf('=', StringComparison.Ordinal);
            if (cut > 0 && double.TryParse(pair.AsSpan(cut + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                values[pair[..cut].Trim()] = value;
            else
                problems.Add(new("--set", pair, "It is not a name and a number.", "Write name=value, for example dramBandwidthGiBps=16."));
        }
        ConfigException.ThrowIfAny(problems);
        return values;
    }
}
