using System.Diagnostics.CodeAnalysis;

namespace RecPipe.Ranking;

/// <summary>A model scored a candidate NaN: an error, never a rank.</summary>
public sealed class NotANumberScoreException(int position)
    : Exception($"The model scored the candidate at position {position} NaN.")
{
    /// <summary>The first such candidate's position in its query.</summary>
    public int Position { get; } = position;

    [DoesNotReturn]
    internal static void Throw(int position) => throw new NotANumberScoreException(position);
}
