using RecPipe.Training.Neumf;

namespace RecPipe.Training.Tests.Neumf;

public class AdamTableTests
{
    private const int Rows = 7;
    private const float Regularization = 0.3f;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 5)]
    [InlineData(3, 33)]
    public void Touched_rows_follow_the_published_algorithm_and_the_others_stay(int workers, int width)
    {
        float[] start = [.. Enumerable.Range(0, Rows * width).Select(i => i * 0.1f - 1)];
        double[] expected = [.. start.Select(value => (double)value)], mean = new double[start.Length], square = new double[start.Length];
        AdamTable table = new(start, width, workers, most: 10, Regularization);
        for (int step = 1; step <= 4; step++)
        {
            float[] direction = [.. Enumerable.Range(0, width).Select(i => (float)Math.Sin(i * step))];
            int[] touched = [step % 2, 4, 4];
            foreach (int row in touched)
                table.Add(row, direction, 0.5f, examples: 2);
            for (int worker = 0; worker < workers; worker++)
                table.Step(worker, new AdamStep(step, 0.01f));
            foreach (IGrouping<int, int> row in touched.GroupBy(row => row))
            {
                for (int i = 0; i < width; i++)
                {
                    int at = row.Key * width + i;
                    double gradient = row.Count() * (0.5 * direction[i] + 2 * Regularization * expected[at]);
                    mean[at] = 0.9 * mean[at] + 0.1 * gradient;
                    square[at] = 0.999 * square[at] + 0.001 * gradient * gradient;
                    expected[at] -= 0.01 * (mean[at] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(square[at] / (1 - Math.Pow(0.999, step))) + 1e-8);
                }
            }
        }
        float[] actual = new float[Rows * width];
        table.Read(0, actual);
        for (int i = 0; i < actual.Length; i++)
            ((double)actual[i]).ShouldBe(expected[i], 1e-4);
        table[2].ToArray().ShouldBe([.. Enumerable.Range(2 * width, width).Select(i => i * 0.1f - 1)]);
    }
}
