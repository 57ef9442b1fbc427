using System.Text.RegularExpressions;

namespace RecPipe.Models.Inspection;

/// <summary>What the name of an input lets one guess.</summary>
internal static partial class InputNames
{
    public static bool IsOffsets(string name) => name.Contains("offset", StringComparison.OrdinalIgnoreCase);

    /// <summary>The user itself, not something about the user.</summary>
    public static bool IsUserId(string name) => UserId().IsMatch(name);

    /// <summary>The candidate itself, not something about it.</summary>
    public static bool IsCandidateId(string name) => CandidateId().IsMatch(name);

    /// <summary>Something that is the same for every candidate of a query.</summary>
    public static bool IsOfTheQuery(string name) => OfTheQuery().IsMatch(name);

    [GeneratedRegex("^(user|uid|u)s?(_?(id|ids|idx|index|indices|input))?$", RegexOptions.IgnoreCase)]
    private static partial Regex UserId();

    [GeneratedRegex("^(item|iid|i|movie|candidate|product|ad)s?(_?(id|ids|idx|index|indices|input))?$", RegexOptions.IgnoreCase)]
    private static partial Regex CandidateId();

    [GeneratedRegex("user|query|context|session|request", RegexOptions.IgnoreCase)]
    private static partial Regex OfTheQuery();
}
