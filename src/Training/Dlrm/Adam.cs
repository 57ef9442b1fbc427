using System.Numerics;

namespace RecPipe.Training.Dlrm;

/// <summary>Adam for one dense parameter (Kingma and Ba 2015, with their β1 = 0.9, β2 = 0.999, ε = 1e-8).</summary>
internal sealed class Adam(float[] values, float learningRate)
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

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
        float rate = pace * learningRate / (1 - MathF.Pow(Beta1, step));
        float correction = 1 / (1 - MathF.Pow(Beta2, step));
        int i = start;
        for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
        {
            Vector<float> gradient = new(gradients[0], i);
            for (int part = 1; part < gradients.Length; part++)
                gradient += new Vector<float>(gradients[part], i);
            gradient *= scale;
            Vector<float> mean = new Vector<float>(_mean, i) * Beta1 + gradient * (1 - Beta1);
            Vector<float> square = new Vector<float>(_square, i) * Beta2 + gradient * gradient * (1 - Beta2);
            mean.CopyTo(_mean, i);
            square.CopyTo(_square, i);
            (new Vector<float>(values, i) - mean * rate / (Vector.SquareRoot(square * correction) + new Vector<float>(Epsilon))).CopyTo(values, i);
        }
        for (; i < end; i++)
        {
            float gradient = 0;
            foreach (float[] part in gradients)
                gradient += part[i];
            gradient *= scale;
            _mean[i] = _mean[i] * Beta1 + gradient * (1 - Beta1);
            _square[i] = _square[i] * Beta2 + gradient * gradient * (1 - Beta2);
            values[i] -= _mean[i] * rate / (MathF.Sqrt(_square[i] * correction) + Epsilon);
        }
    }
}
