using CsCheck;
using RecPipe.Accelerator.Arrays;
using RecPipe.Accelerator.Shapes;

namespace RecPipe.Accelerator.Tests.Arrays;

/// <summary>A small layer with numbers in it, on a small array with small buffers.</summary>
internal sealed record Problem(ArraySize Array, LayerShape Layer, int Batch, int Capacity, int Seed)
{
    public static Gen<Problem> Any { get; } =
        from rows in Gen.Int[1, 7]
        from columns in Gen.Int[1, 7]
        from inputs in Gen.Int[1, 20]
        from outputs in Gen.Int[1, 20]
        from batch in Gen.Int[1, 20]
        from capacity in Gen.Int[1, 250]
        from seed in Gen.Int[1, 1000]
        select new Problem(new ArraySize(rows, columns), new LayerShape(inputs, outputs), batch, capacity, seed);

    /// <summary>[outputs, inputs].</summary>
    public int[,] Weights => Filled(Layer.Outputs, 1);

    /// <summary>[batch, inputs].</summary>
    public int[,] Items => Filled(Batch, 2);

    /// <summary>[batch, outputs].</summary>
    public int[,] Products
    {
        get
        {
            int[,] products = new int[Batch, Layer.Outputs], weights = Weights, items = Items;
            for (int b = 0; b < Batch; b++)
            {
                for (int o = 0; o < Layer.Outputs; o++)
                    products[b, o] = Enumerable.Range(0, Layer.Inputs).Sum(k => items[b, k] * weights[o, k]);
            }
            return products;
        }
    }

    public ArrayMemory Memory => new(Capacity * 4, Capacity * 4, Capacity * 4, 4);

    public long Cycles(Dataflow dataflow) => SystolicArray.Cycles(dataflow, Array, Layer, Batch);

    public ArrayTraffic Traffic(Dataflow dataflow) => SystolicArray.Traffic(dataflow, Array, Layer, Batch, Memory);

    private int[,] Filled(int vectors, int salt)
    {
        int[,] values = new int[vectors, Layer.Inputs];
        for (int v = 0; v < vectors; v++)
        {
            for (int k = 0; k < Layer.Inputs; k++)
                values[v, k] = (v * 31 + k * 17 + Seed * salt) % 19 - 9;
        }
        return values;
    }
}
