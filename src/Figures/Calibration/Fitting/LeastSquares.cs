namespace RecPipe.Figures.Calibration.Fitting;

/// <summary>Linear least squares for a handful of parameters.</summary>
internal static class LeastSquares
{
    /// <summary>The factors that bring sums of inputs times factors closest to the outputs.</summary>
    /// <param name="rows">Inputs, all of the same length, and their output.</param>
    /// <exception cref="ArgumentException">The rows do not determine the factors.</exception>
    public static double[] Fit(IReadOnlyList<(double[] Inputs, double Output)> rows) =>
        Determined(rows) ?? throw new ArgumentException("The rows do not tell the factors apart.", nameof(rows));

    /// <summary>The same; null where the rows do not determine the factors.</summary>
    public static double[]? Determined(IReadOnlyList<(double[] Inputs, double Output)> rows)
    {
        if (rows.Count == 0)
            return null;
        int size = rows[0].Inputs.Length;
        double[,] normal = new double[size, size + 1];
        foreach ((double[] inputs, double output) in rows)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                    normal[i, j] += inputs[i] * inputs[j];
                normal[i, size] += inputs[i] * output;
            }
        }
        return Solve(normal, size);
    }

    /// <summary>Gauss-Jordan elimination with pivoting.</summary>
    private static double[]? Solve(double[,] system, int size)
    {
        for (int column = 0; column < size; column++)
        {
            int pivot = Enumerable.Range(column, size - column).MaxBy(row => Math.Abs(system[row, column]));
            if (Math.Abs(system[pivot, column]) < 1e-12)
                return null;
            for (int j = 0; j <= size; j++)
                (system[pivot, j], system[column, j]) = (system[column, j], system[pivot, j]);
            for (int row = 0; row < size; row++)
            {
                double factor = row == column ? 0 : system[row, column] / system[column, column];
                for (int j = column; factor != 0 && j <= size; j++)
                    system[row, j] -= factor * system[column, j];
            }
        }
        return [.. Enumerable.Range(0, size).Select(row => system[row, size] / system[row, row])];
    }
}
