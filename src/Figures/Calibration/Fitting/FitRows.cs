using RecPipe.Ranking.Configuration;
using static System.FormattableString;

namespace RecPipe.Figures.Calibration.Fitting;

/// <summary>Refuses a table of logs with too few rows for what is fitted on it.</summary>
/// <param name="table">The file, for the refusal.</param>
internal sealed class FitRows(string table)
{
    /// <summary>Of each kind of row that a number is fitted on.</summary>
    public const int Least = 5;

    private const string Remedy = "Give the whole table of the published artefact's logs, or leave out --fit.";

    /// <summary>The rows, if they are enough.</summary>
    /// <param name="rows">Rows of one kind.</param>
    /// <param name="what">What kind: "a saturated GPU".</param>
    /// <param name="least">How many are needed.</param>
    /// <exception cref="ConfigException">They are fewer.</exception>
    public T[] Enough<T>(IEnumerable<T> rows, string what, int least = Least)
    {
        T[] found = [.. rows];
        return found.Length >= least ? found : throw new ConfigException(table, "", Invariant($"A fit needs {least} or more odd rows with {what} and found {found.Length}."), Remedy);
    }

    /// <summary>Least squares on enough rows.</summary>
    /// <inheritdoc cref="Enough"/>
    public double[] Factors(IEnumerable<(double[] Inputs, double Output)> rows, string what)
    {
        (double[] Inputs, double Output)[] found = Enough(rows, what);
        return LeastSquares.Determined(found) is { } factors
            ? factors
            : throw new ConfigException(table, "", Invariant($"The {found.Length} odd rows with {what} are too alike to tell {found[0].Inputs.Length} numbers apart; a fit needs rows that differ in load, candidates, stages and devices."), Remedy);
    }

    /// <summary>The upper median of enough rows.</summary>
    /// <inheritdoc cref="Enough"/>
    public double Median(IEnumerable<double> rows, string what, int least = Least)
    {
        double[] sorted = [.. Enough(rows, what, least).Order()];
        return sorted[sorted.Length / 2];
    }
}
