namespace RecPipe.Training;

/// <summary>What one step of Adam multiplies with (Kingma and Ba 2015, with their β1 = 0.9, β2 = 0.999, ε = 1e-8).</summary>
internal readonly struct AdamStep
{
    public const float Beta1 = 0.9f;
    public const float Beta2 = 0.999f;
    public const float Epsilon = 1e-8f;

    /// <param name="step">From 1.</param>
    /// <param name="learningRate">Length of a step.</param>
    public AdamStep(long step, float learningRate)
    {
        Rate = learningRate / (1 - MathF.Pow(Beta1, step));
        Correction = 1 / (1 - MathF.Pow(Beta2, step));
    }

    /// <summary>Of the mean, its bias corrected.</summary>
    public float Rate { get; }

    /// <summary>Of the mean square, for its bias.</summary>
    public float Correction { get; }
}
