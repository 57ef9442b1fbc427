namespace RecPipe.Accelerator.Timing;

/// <summary>Pieces that something wide is cut into.</summary>
internal static class Tiles
{
    /// <summary>How many pieces of at most <paramref name="side"/> cover <paramref name="width"/>.</summary>
    public static int Across(int width, int side) => (width - 1) / side + 1;
}
