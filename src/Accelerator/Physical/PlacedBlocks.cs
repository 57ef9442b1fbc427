namespace RecPipe.Accelerator.Physical;

/// <summary>So many of one block in a part of a design.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Block">Which block.</param>
/// <param name="Count">How many; a fraction for an array smaller than its block.</param>
public sealed record PlacedBlocks(DesignPart Part, UnitBlock Block, decimal Count)
{
    public decimal AreaUm2 => Count * Block.AreaUm2;

    public decimal PowerMw => Count * Block.PowerMw;

    public decimal LeakageMw => Count * Block.LeakageMw;
}
