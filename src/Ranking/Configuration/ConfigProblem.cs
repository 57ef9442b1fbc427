namespace RecPipe.Ranking.Configuration;

/// <summary>One thing wrong in a file a user wrote, and what to do about it.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Field">JSON path of the field, for example "stages[1].keep"; empty for the whole file.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What would be right.</param>
public sealed record ConfigProblem(string File, string Field, string Problem, string Remedy)
{
    public override string ToString() =>
        Field.Length == 0 ? $"{File}: {Problem} {Remedy}" : $"{File}: {Field}: {Problem} {Remedy}";
}
