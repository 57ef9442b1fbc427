using System.Globalization;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights;

/// <summary>
/// Takes the tensors of a file one by one, by name and shape, and keeps what is wrong: missing ones, other shapes, and at
/// the end those that nobody took.
/// </summary>
internal sealed class TensorBinding(WeightFile file)
{
    private readonly List<ConfigProblem> _problems = [];
    private readonly Dictionary<string, WeightTensor> _left = new(file.Tensors, StringComparer.Ordinal);
    private readonly List<WeightTensor> _taken = [];

    public bool Has(string name) => _left.ContainsKey(name);

    /// <summary>The numbers N of prefixNsuffix, ascending.</summary>
    public int[] Numbers(string prefix, string suffix) =>
    [
        .. _left.Keys.Where(name => name.Length > prefix.Length + suffix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal))
            .Select(name => int.TryParse(name.AsSpan(prefix.Length..^suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)
            .Where(number => number >= 0).Distinct().Order(),
    ];

    /// <summary>A tensor of an exact shape.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="why">What the shape follows from, for the error.</param>
    /// <param name="shape">Extents; -1 for one that the file decides.</param>
    /// <returns>Null when it is missing or has another shape; that is noted.</returns>
    public WeightTensor? Take(string name, string why, params ReadOnlySpan<long> shape)
    {
        string wanted = $"[{string.Join(", ", shape.ToArray().Select(extent => extent < 0 ? "rows" : extent.ToString(CultureInfo.InvariantCulture)))}]";
        if (!_left.Remove(name, out WeightTensor? tensor))
        {
            Add(name, "It is missing.", $"The configuration asks for this tensor, {wanted}.");
            return null;
        }
        if (tensor.Shape.Count != shape.Length || !Fits(tensor.Shape, shape))
        {
            Add(name, $"Its shape is {TensorShape.Text(tensor.Shape)}.", $"The configuration asks for {wanted}: {why}.");
            return null;
        }
        _taken.Add(tensor);
        return tensor;
    }

    /// <summary>An embedding table of as many rows as the file has, at least one.</summary>
    public WeightTensor? TakeTable(string name, int width)
    {
        WeightTensor? table = Take(name, "a row of the table is one embedding", -1, width);
        if (table is null || table.Rows is >= 1 and <= int.MaxValue)
            return table;
        Add(name, $"It has {table.Rows} rows.", $"A table has 1 to {int.MaxValue} rows.");
        return null;
    }

    /// <summary>A fully connected layer.</summary>
    /// <param name="weight">Name of the matrix.</param>
    /// <param name="bias">Name of the bias.</param>
    /// <param name="inputs">Width in.</param>
    /// <param name="outputs">Width out.</param>
    /// <param name="outputsFirst">Whether the matrix is [out, in], as PyTorch's Linear; [in, out] otherwise.</param>
    public LayerTensors? TakeLayer(string weight, string bias, int inputs, int outputs, bool outputsFirst)
    {
        WeightTensor? matrix = outputsFirst
            ? Take(weight, "one row an output, one column an input", outputs, inputs)
            : Take(weight, "one row an input, one column an output", inputs, outputs);
        WeightTensor? vector = Take(bias, "one number an output", outputs);
        return matrix is null || vector is null ? null : new(matrix, vector, inputs, outputs, outputsFirst);
    }

    public void Add(string field, string problem, string remedy) => _problems.Add(new(file.Path, field, problem, remedy));

    /// <summary>Everything found wrong at once; then reads every tensor that was taken, and compares checksums.</summary>
    /// <param name="names">What the names follow, for the advice about tensors that belong nowhere.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ConfigException">Lists all of it.</exception>
    public void Complete(string names, CancellationToken cancellationToken)
    {
        foreach (string extra in _left.Keys.Order(StringComparer.Ordinal))
            Add(extra, "The configuration has no place for this tensor.", $"Leave it out, or correct the configuration. Names follow {names}.");
        ConfigException.ThrowIfAny(_problems);
        foreach (WeightTensor tensor in _taken)
        {
            try
            {
                tensor.Verify(cancellationToken);
            }
            catch (ConfigException e)
            {
                _problems.AddRange(e.Problems);
            }
        }
        ConfigException.ThrowIfAny(_problems);
    }

    private static bool Fits(IReadOnlyList<long> actual, ReadOnlySpan<long> wanted)
    {
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] >= 0 && actual[i] != wanted[i])
                return false;
        }
        return true;
    }
}
