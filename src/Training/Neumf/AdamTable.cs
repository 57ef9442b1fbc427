using System.Numerics;
using System.Runtime.CompilerServices;

namespace RecPipe.Training.Neumf;

/// <summary>
/// One embedding table while it learns, by Adam on the rows a batch touches: a row that is not touched keeps its moments.
/// Rows are dealt out to workers by number; each worker adds to and moves only its own.
/// </summary>
internal sealed class AdamTable
{
    private readonly float[] _values;
    private readonly float[] _mean;
    private readonly float[] _square;
    private readonly float _regularization;
    private readonly RowGradients[] _gradients;

    /// <param name="values">float32 [rows, width]: where it starts; taken over.</param>
    /// <param name="width">Width of a row.</param>
    /// <param name="workers">Who share the rows out between them.</param>
    /// <param name="most">Most examples of a batch.</param>
    /// <param name="regularization">Weight of half a row's squared norm in an example's loss.</param>
    public AdamTable(float[] values, int width, int workers, int most, float regularization)
    {
        (_values, Width, _regularization) = (values, width, regularization);
        _mean = new float[values.Length];
        _square = new float[values.Length];
        int rows = (Rows + workers - 1) / workers;
        _gradients = [.. Enumerable.Range(0, workers).Select(_ => new RowGradients(rows, width, Math.Min(rows, most)))];
    }

    public int Width { get; }

    public int Rows => _values.Length / Width;

    /// <summary>[width] of one row.</summary>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Width, Width);

    /// <summary>Copies rows; fits <see cref="Models.Families.EmbeddingReader"/>.</summary>
    public void Read(long firstRow, Span<float> rows) => _values.AsSpan((int)(firstRow * Width), rows.Length).CopyTo(rows);

    /// <summary>Adds scale * direction to a row's gradient. For the row's worker alone.</summary>
    /// <param name="row">Row.</param>
    /// <param name="direction">[width].</param>
    /// <param name="scale">Factor.</param>
    /// <param name="examples">How many examples this is the gradient of.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int row, ReadOnlySpan<float> direction, float scale, int examples)
    {
        (int own, int worker) = int.DivRem(row, _gradients.Length);
        _gradients[worker].Add(own, direction, scale, examples);
    }

    /// <summary>The gradient added up so far, without the regularisation; zero where none was added.</summary>
    public ReadOnlySpan<float> Gradient(int row)
    {
        (int own, int worker) = int.DivRem(row, _gradients.Length);
        return _gradients[worker].Of(own);
    }

    /// <summary>Moves the worker's touched rows and forgets their gradients.</summary>
    public void Step(int worker, in AdamStep step)
    {
        RowGradients gradients = _gradients[worker];
        for (int slot = 0; slot < gradients.Count; slot++)
        {
            int at = (gradients.Row(slot) * _gradients.Length + worker) * Width;
            Move(at, gradients[slot], _regularization * gradients.Examples(slot), step);
        }
        gradients.Clear();
    }

    private void Move(int at, ReadOnlySpan<float> gradients, float pull, in AdamStep step)
    {
        Span<float> values = _values.AsSpan(at, Width), means = _mean.AsSpan(at, Width), squares = _square.AsSpan(at, Width);
        int i = 0;
        for (; i + Vector<float>.Count <= Width; i += Vector<float>.Count)
        {
            Vector<float> value = new(values[i..]);
            Vector<float> gradient = new Vector<float>(gradients[i..]) + value * pull;
            Vector<float> mean = new Vector<float>(means[i..]) * AdamStep.Beta1 + gradient * (1 - AdamStep.Beta1);
            Vector<float> square = new Vector<float>(squares[i..]) * AdamStep.Beta2 + gradient * gradient * (1 - AdamStep.Beta2);
            mean.CopyTo(means[i..]);
            square.CopyTo(squares[i..]);
            (value - mean * step.Rate / (Vector.SquareRoot(square * step.Correction) + new Vector<float>(AdamStep.Epsilon))).CopyTo(values[i..]);
        }
        for (; i < Width; i++)
        {
            float gradient = gradients[i] + values[i] * pull;
            means[i] = means[i] * AdamStep.Beta1 + gradient * (1 - AdamStep.Beta1);
            squares[i] = squares[i] * AdamStep.Beta2 + gradient * gradient * (1 - AdamStep.Beta2);
            values[i] -= means[i] * step.Rate / (MathF.Sqrt(squares[i] * step.Correction) + AdamStep.Epsilon);
        }
    }
}
