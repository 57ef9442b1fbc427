namespace RecPipe.Accelerator.Tests.Arrays;

/// <summary>
/// An array whose elements each sum up one output, stepped register by register: activations move right, weights down. A
/// fold's sums are latched and written a row a cycle, once the row is complete; the next fold starts when the elements are
/// free, and no sooner than its writes can follow.
/// </summary>
internal sealed class SteppedOutputStationary(int rows, int columns, int[,] weights, int[,] items, int capacity)
{
    private readonly int _reduction = weights.GetLength(1);
    private readonly int _outputs = weights.GetLength(0);
    private readonly int _items = items.GetLength(0);

    /// <summary>[items, outputs].</summary>
    public int[,] Products { get; } = new int[items.GetLength(0), weights.GetLength(0)];

    public long Cycles { get; private set; }

    public long ItemReads { get; private set; }

    public long WeightReads { get; private set; }

    public long OutputWrites { get; private set; }

    public WordBuffer Items { get; } = new(capacity);

    public WordBuffer Weights { get; } = new(capacity);

    public SteppedOutputStationary Run()
    {
        int start = 0;
        long portFree = 0;
        for (int left = 0; left < _outputs; left += columns)
        {
            for (int top = 0; top < _items; top += rows)
            {
                int height = Math.Min(rows, _items - top);
                portFree = Fold(start, portFree, top, height, left, Math.Min(columns, _outputs - left));
                start += Math.Max(_reduction, height);
            }
        }
        Cycles = portFree;
        return this;
    }

    /// <returns>The first cycle in which the output port is free again.</returns>
    private long Fold(int start, long portFree, int top, int height, int left, int width)
    {
        int[,] right = new int[height, width], down = new int[height, width], sum = new int[height, width], steps = new int[height, width];
        int written = 0;
        for (int cycle = 0; written < height; cycle++)
        {
            int latched = Enumerable.Range(0, width).Min(c => steps[written, c]);
            if (latched == _reduction && start + cycle >= portFree)
            {
                for (int c = 0; c < width; c++)
                    Products[top + written, left + c] = sum[written, c];
                OutputWrites += width;
                written++;
                portFree = start + cycle + 1;
            }
            Step(cycle, top, left, right, down, sum, steps);
        }
        return portFree;
    }

    private void Step(int cycle, int top, int left, int[,] right, int[,] down, int[,] sum, int[,] steps)
    {
        int height = sum.GetLength(0), width = sum.GetLength(1);
        for (int r = height - 1; r >= 0; r--)
        {
            for (int c = width - 1; c >= 0; c--)
            {
                int k = cycle - r - c;
                right[r, c] = c > 0 ? right[r, c - 1] : ReadItem(top + r, k);
                down[r, c] = r > 0 ? down[r - 1, c] : ReadWeight(left + c, k);
                if (k < 0 || k >= _reduction)
                    continue;
                sum[r, c] += right[r, c] * down[r, c];
                steps[r, c]++;
            }
        }
    }

    private int ReadItem(int item, int k)
    {
        if (k < 0 || k >= _reduction)
            return 0;
        ItemReads++;
        Items.Read((item, k));
        return items[item, k];
    }

    private int ReadWeight(int output, int k)
    {
        if (k < 0 || k >= _reduction)
            return 0;
        WeightReads++;
        Weights.Read((output, k));
        return weights[output, k];
    }
}
