namespace RecPipe.Accelerator.Physical;

/// <summary>A synthesised or compiled building block.</summary>
/// <param name="Name">What it is.</param>
/// <param name="AreaUm2">Area (um^2).</param>
/// <param name="PowerMw">Power while it works (mW).</param>
/// <param name="LeakageMw">The part of it that flows always (mW); 0 where its source does not report one.</param>
/// <param name="Source">Where the figures come from.</param>
/// <param name="Bytes">What it stores; 0 for logic.</param>
public sealed record UnitBlock(string Name, decimal AreaUm2, decimal PowerMw, decimal LeakageMw, string Source, long Bytes = 0);
