namespace RecPipe.Accelerator.Tests.Arrays;

/// <summary>
/// An array that holds one operand, stepped register by register: every cycle an element takes the value of its left
/// neighbour and the sum of the one above, and hands on both. Values at the edge pass one register on their way in, and
/// one on their way out where the dataflow has it.
/// </summary>
internal sealed class SteppedStationary(int rows, int columns, int[,] held, int[,] streamed, bool registersOutputs, int capacity)
{
    private readonly int _reduction = held.GetLength(1);
    private readonly int _vectors = held.GetLength(0);
    private readonly int _items = streamed.GetLength(0);

    /// <summary>[streamed, held].</summary>
    public int[,] Products { get; } = new int[streamed.GetLength(0), held.GetLength(0)];

    public long Cycles { get; private set; }

    public long HeldReads { get; private set; }

    public long StreamedReads { get; private set; }

    public long OutputWrites { get; private set; }

    public long PartialSumReads { get; private set; }

    public WordBuffer Streamed { get; } = new(capacity);

    public WordBuffer Outputs { get; } = new(capacity);

    public SteppedStationary Run()
    {
        int windows = Math.Max(1, rows / _reduction);
        for (int first = 0; first < _vectors; first += windows * columns)
        {
            for (int top = 0; top < _reduction; top += rows)
                Fold(Math.Min(windows * columns, _vectors - first), first, top, Math.Min(rows, _reduction - top));
        }
        Outputs.Flush();
        return this;
    }

    private void Fold(int vectors, int first, int top, int depth)
    {
        int windows = (vectors + columns - 1) / columns;
        int[,,] weight = new int[windows, depth, columns], value = new int[windows, depth, columns], sum = new int[windows, depth, columns];
        int?[,] edge = new int?[windows, depth];
        Load(weight, vectors, first, top);

        int left = _items * vectors;
        for (int cycle = 0; left > 0; cycle++)
        {
            Cycles++;
            int[,,] values = new int[windows, depth, columns], sums = new int[windows, depth, columns];
            HashSet<(int, int)> fetched = [];
            for (int w = 0; w < windows; w++)
            {
                for (int k = 0; k < depth; k++)
                {
                    for (int c = 0; c < columns; c++)
                    {
                        values[w, k, c] = c == 0 ? edge[w, k] ?? 0 : value[w, k, c - 1];
                        sums[w, k, c] = (k == 0 ? 0 : sum[w, k - 1, c]) + weight[w, k, c] * values[w, k, c];
                    }
                    int item = cycle - k;
                    edge[w, k] = item < _items && item >= 0 ? streamed[item, top + k] : null;
                    if (edge[w, k] is not null)
                    {
                        StreamedReads++;
                        fetched.Add((item, top + k));
                    }
                }
                // The bottom element of column c finishes item (cycle - depth - c) in this cycle.
                for (int c = 0; c < Math.Min(columns, vectors - w * columns); c++)
                {
                    int item = cycle - depth - c - (registersOutputs ? 1 : 0);
                    if (item < 0 || item >= _items)
                        continue;
                    Write(item, first + w * columns + c, top, (registersOutputs ? sum : sums)[w, depth - 1, c]);
                    left--;
                }
            }
            foreach ((int, int) word in fetched)
                Streamed.Read(word);
            (value, sum) = (values, sums);
        }
    }

    /// <summary>One row a cycle, window after window.</summary>
    private void Load(int[,,] weight, int vectors, int first, int top)
    {
        for (int w = 0; w < weight.GetLength(0); w++)
        {
            for (int k = 0; k < weight.GetLength(1); k++)
            {
                Cycles++;
                for (int c = 0; c < Math.Min(columns, vectors - w * columns); c++)
                {
                    weight[w, k, c] = held[first + w * columns + c, top + k];
                    HeldReads++;
                }
            }
        }
    }

    private void Write(int item, int vector, int top, int sum)
    {
        if (top > 0)
        {
            PartialSumReads++;
            Outputs.Read((item, vector));
        }
        OutputWrites++;
        Outputs.Write((item, vector));
        Products[item, vector] += sum;
    }
}
