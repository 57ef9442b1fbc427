namespace RecPipe.Datasets.Interactions;

/// <summary>The column files of an interaction store; numbers are little-endian.</summary>
internal static class InteractionFiles
{
    /// <summary>int64 [users + 1]: where each user's items begin, and where the last one's end.</summary>
    public const string Offsets = "offsets.i64";

    /// <summary>int32 [train pairs]: each user's training items, ascending.</summary>
    public const string Items = "items.i32";

    /// <summary>int32 [users]: the item held out, or -1.</summary>
    public const string HeldOut = "held-out.i32";

    /// <summary>int64 [users]: the ids of the source.</summary>
    public const string UserIds = "user-ids.i64";

    /// <summary>int64 [items]: the ids of the source.</summary>
    public const string ItemIds = "item-ids.i64";

    public static readonly string[] All = [Offsets, Items, HeldOut, UserIds, ItemIds];
}
