using System.Globalization;

namespace RecPipe.Workloads.Simulations;

/// <summary>
/// One process's share of a load that several offer together. The parts of a workload add up to it: their arrivals to its
/// arrival process, their queries to its queries, none asked twice.
/// </summary>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Of">How many there are, at least 1.</param>
public sealed record LoadPart(int Index, int Of)
{
    /// <summary>Most parts a load is split into.</summary>
    public const int Most = 1000;

    /// <summary>The load is not split.</summary>
    public static LoadPart Whole { get; } = new(0, 1);

    public bool IsWhole => Of == 1;

    /// <summary>This part's share of something that is counted; the first parts take what does not divide.</summary>
    public int ShareOf(int count) => count / Of + (Index < count % Of ? 1 : 0);

    /// <summary>Number among all parts' queries of this part's <paramref name="own"/>-th (from 0): 0, 1, 2 ... are dealt out in turn.</summary>
    public long Query(long own) => Index + Of * own;

    /// <summary>Reads "0/3": the first of three.</summary>
    /// <returns>Null when it is not a part.</returns>
    public static LoadPart? Parse(string text)
    {
        string[] numbers = text.Split('/');
        return numbers.Length == 2
            && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int of)
            && of is >= 1 and <= Most && index < of
            ? new(index, of)
            : null;
    }

    public override string ToString() => FormattableString.Invariant($"{Index}/{Of}");
}
