using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Criteo;

/// <summary>A line that is not a row.</summary>
/// <param name="Line">Counted from 0 within its chunk.</param>
/// <param name="Column">Counted from 1; 0 for the whole line.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What was expected.</param>
internal readonly record struct BadLine(int Line, int Column, string Problem, string Remedy)
{
    public ConfigProblem At(string file, long linesBefore)
    {
        string line = $"line {linesBefore + Line + 1}";
        return new(file, Column == 0 ? line : $"{line}, column {Column} ({NameOf(Column)})", Problem, Remedy);
    }

    private static string NameOf(int column) => column switch
    {
        1 => "label",
        <= 1 + CriteoSchema.DenseWidth => CriteoSchema.DenseNames[column - 2],
        _ => CriteoSchema.SparseNames[column - 2 - CriteoSchema.DenseWidth],
    };
}
