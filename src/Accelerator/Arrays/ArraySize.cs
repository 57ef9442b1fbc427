namespace RecPipe.Accelerator.Arrays;

/// <summary>Size of a systolic array.</summary>
/// <param name="Rows">Processing elements down, at least 1.</param>
/// <param name="Columns">Processing elements across, at least 1.</param>
public readonly record struct ArraySize(int Rows, int Columns)
{
    /// <summary>Multiply-accumulates a cycle, when all work.</summary>
    public long Macs => (long)Rows * Columns;

    /// <param name="side">Processing elements a side.</param>
    public static ArraySize Square(int side) => new(side, side);
}
