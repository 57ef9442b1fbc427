namespace RecPipe.Training.Tests;

public class AdamTests
{
    [Fact]
    public void Follows_the_published_algorithm_whatever_the_split()
    {
        const int Length = 37;
        float[] values = [.. Enumerable.Range(0, Length).Select(i => i * 0.1f)];
        double[] expected = [.. values.Select(value => (double)value)], mean = new double[Length], square = new double[Length];
        Adam adam = new(values, 0.01f);
        for (int step = 1; step <= 3; step++)
        {
            float[][] gradients = [[.. values.Select((_, i) => (float)Math.Sin(i * step))], [.. values.Select((_, i) => (float)Math.Cos(i + step))]];
            adam.Step(step, 1, gradients, 0.5f, 0, 20);
            adam.Step(step, 1, gradients, 0.5f, 20, Length);
            for (int i = 0; i < Length; i++)
            {
                double gradient = (gradients[0][i] + (double)gradients[1][i]) * 0.5;
                mean[i] = 0.9 * mean[i] + 0.1 * gradient;
                square[i] = 0.999 * square[i] + 0.001 * gradient * gradient;
                expected[i] -= 0.01 * (mean[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(square[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }
        values.ShouldBe(expected.Select(value => (float)value), 1e-4);
    }
}
