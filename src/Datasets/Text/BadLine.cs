using RecPipe.Ranking.Configuration;

namespace RecPipe.Datasets.Text;

/// <summary>A line that is not a row.</summary>
/// <param name="Line">Counted from 0 within its block.</param>
/// <param name="Column">For example "column 3 (rating)"; empty for the whole line.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What was expected.</param>
internal readonly record struct BadLine(int Line, string Column, string Problem, string Remedy)
{
    public ConfigProblem At(string file, long linesBefore)
    {
        string line = $"line {linesBefore + Line + 1}";
        return new(file, Column.Length == 0 ? line : $"{line}, {Column}", Problem, Remedy);
    }
}
