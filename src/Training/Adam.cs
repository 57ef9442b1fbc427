using System.Numerics;

namespace RecPipe.Training;

/// <summary>Adam for one dense parameter; see <see cref="AdamStep"/>.</summary>
internal sealed class Adam(float[] values, float learningRate)
{
    private readonly float[] _mean = new float[values.Length];
    private readonly float[] _square = new float[values.Length];

    public int Length => values.Length;

    /// <summary>Moves values [start, end) along the mean gradient of a batch.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="pace">Factor on the learning rate.</param>
    /// <param name="gradients">Summed gradients of the batch's parts, each as long as the parameter.</param>
    /// <param name="scale">1 / rows of the batch.</param>
    /// <param name="start">First value.</param>
    /// <param name="end">After the last.</param>
    public void Step(long step, float pace, ReadOnlySpan<float[]> gradients, float scale, int start, int end)
    {
        AdamStep adam = new(step, pace * learningRate);
        (float rate, float correction) = (adam.Rate, adam.Correction);
        int i = start;
        for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
        {
            Vector<float> gradient = new(gradients[0], i);
            for (int part = 1; part < gradients.Length; part++)
                gradient += new Vector<float>(gradients[part], i);
            gradient *= scale;
            Vector<float> mean = new Vector<float>(_mean, i) * AdamStep.Beta1 + gradient * (1 - AdamStep.Beta1);
            Vector<float> square = new Vector<float>(_square, i) * AdamStep.Beta2 + gradient * gradient * (1 - AdamStep.Beta2);
            mean.CopyTo(_mean, i);
            square.CopyTo(_square, i);
            (new Vector<float>(values, i) - mean * rate / (Vector.SquareRoot(square * correction) + new Vector<float>(AdamStep.Epsilon))).CopyTo(values, i);
        }
        for (; i < end; i++)
        {
            float gradient = 0;
            foreach (float[] part in gradients)
                gradient += part[i];
            gradient *= scale;
            _mean[i] = _mean[i] * AdamStep.Beta1 + gradient * (1 - AdamStep.Beta1);
            _square[i] = _square[i] * AdamStep.Beta2 + gradient * gradient * (1 - AdamStep.Beta2);
            values[i] -= _mean[i] * rate / (MathF.Sqrt(_square[i] * correction) + AdamStep.Epsilon);
        }
    }
}
