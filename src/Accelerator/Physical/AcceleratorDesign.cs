namespace RecPipe.Accelerator.Physical;

/// <summary>
/// An accelerator as a list of blocks. Scaling: the array comes in whole 32 x 32 blocks, and below one block in proportion
/// to its processing elements; a splittable block brings 64 accumulators, 16 crossbars and 64 filtering units (the published
/// 1024, 256 and 1024 of 16 blocks), a static array one accumulator a column (128 of 128); SRAM comes in whole macros.
/// </summary>
/// <param name="Name">"baseline" or "rpaccel".</param>
/// <param name="Size">What it was scaled to.</param>
/// <param name="Blocks">At most one entry a part.</param>
public sealed record AcceleratorDesign(string Name, DesignSize Size, IReadOnlyList<PlacedBlocks> Blocks)
{
    private const int LanesPerBlock = 64;
    private const int CrossbarsPerBlock = 16;

    public decimal AreaUm2 => Blocks.Sum(blocks => blocks.AreaUm2);

    public decimal PowerMw => Blocks.Sum(blocks => blocks.PowerMw);

    /// <summary>The TPU-like baseline: an array that works as one, no filtering; activations in 32 KB high-speed macros.</summary>
    /// <param name="size">What to scale it to.</param>
    /// <param name="activationMacro">Another macro for the activations.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public static AcceleratorDesign Baseline(DesignSize size, UnitBlock? activationMacro = null) => new("baseline", size,
    [
        new(DesignPart.Array, UnitCatalog.StaticArray, ArrayBlocks(size.ArraySide)),
        new(DesignPart.Simd, UnitCatalog.Simd, size.ArraySide),
        .. Srams(size, activationMacro ?? UnitCatalog.Sram32K),
    ]);

    /// <summary>RPAccel: an array of sub-arrays, filtering units; activations in 4 KB high-density macros, one a lane.</summary>
    /// <inheritdoc cref="Baseline"/>
    public static AcceleratorDesign RpAccel(DesignSize size, UnitBlock? activationMacro = null)
    {
        decimal blocks = ArrayBlocks(size.ArraySide), lanes = Math.Ceiling(blocks * LanesPerBlock);
        return new("rpaccel", size,
        [
            new(DesignPart.Array, UnitCatalog.SplittableArray, blocks),
            new(DesignPart.Simd, UnitCatalog.Simd, lanes),
            new(DesignPart.Crossbars, UnitCatalog.Crossbar, Math.Ceiling(blocks * CrossbarsPerBlock)),
            new(DesignPart.Filters, UnitCatalog.Filter, lanes),
            .. Srams(size, activationMacro ?? UnitCatalog.Sram4K),
        ]);
    }

    private static decimal ArrayBlocks(int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        decimal blocks = Math.Ceiling((decimal)side / UnitCatalog.BlockSide);
        return side < UnitCatalog.BlockSide ? (decimal)side * side / (UnitCatalog.BlockSide * UnitCatalog.BlockSide) : blocks * blocks;
    }

    private static IEnumerable<PlacedBlocks> Srams(DesignSize size, UnitBlock activationMacro) =>
    [
        Sram(DesignPart.ActivationSram, activationMacro, size.ActivationSramBytes),
        Sram(DesignPart.WeightSram, UnitCatalog.Sram256K, size.WeightSramBytes),
        Sram(DesignPart.EmbeddingSram, UnitCatalog.Sram256K, size.EmbeddingSramBytes),
    ];

    private static PlacedBlocks Sram(DesignPart part, UnitBlock macro, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(macro.Bytes, 1, nameof(macro));
        return new(part, macro, (bytes + macro.Bytes - 1) / macro.Bytes);
    }
}
