using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Timing;

/// <summary>What people call the <see cref="Corrections"/>: "sort-units", "weights-resident".</summary>
public static class CorrectionNames
{
    /// <summary>Every correction, one at a time.</summary>
    public static IReadOnlyList<Corrections> Each { get; } =
        [.. Enum.GetValues<Corrections>().Where(value => value is not (Corrections.None or Corrections.All))];

    /// <summary>The name of a single correction.</summary>
    public static string Of(Corrections correction) =>
        string.Concat(correction.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>The corrections in a set, by name.</summary>
    public static IReadOnlyList<string> In(Corrections corrections) => [.. Each.Where(one => corrections.HasFlag(one)).Select(Of)];

    /// <param name="names">Names of corrections, "all" or "none".</param>
    /// <param name="origin">Who wrote them, for the error: "--without".</param>
    /// <exception cref="ConfigException">Some name no correction; lists all of them.</exception>
    public static Corrections Parse(IEnumerable<string> names, string origin)
    {
        Corrections found = Corrections.None;
        List<ConfigProblem> problems = [];
        foreach (string name in names)
        {
            Corrections one = name switch { "all" => Corrections.All, "none" => Corrections.None, _ => Each.FirstOrDefault(value => Of(value) == name) };
            if (one == Corrections.None && name != "none")
                problems.Add(new(origin, name, "There is no such correction.", $"Corrections are: {string.Join(", ", Each.Select(Of))}; or all, none."));
            found |= one;
        }
        ConfigException.ThrowIfAny(problems);
        return found;
    }
}
