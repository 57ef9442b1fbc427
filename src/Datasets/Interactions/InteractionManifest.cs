namespace RecPipe.Datasets.Interactions;

/// <summary>interactions.json of an interaction store: everything but the columns themselves.</summary>
public sealed record InteractionManifest
{
    public const string FileName = "interactions.json";
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    /// <summary>Where the pairs came from: the command and its arguments.</summary>
    public required string Source { get; init; }

    /// <summary>Rows a table of users needs.</summary>
    public required int Users { get; init; }

    /// <summary>Rows a table of items needs.</summary>
    public required int Items { get; init; }

    /// <summary>Pairs of a user and an item to learn from, each counted once.</summary>
    public required long TrainPairs { get; init; }

    /// <summary>Users one item of whom is held out.</summary>
    public required int HeldOutUsers { get; init; }

    /// <summary>How the held-out items were chosen.</summary>
    public required HeldOutSplit Split { get; init; }

    /// <summary>Of a random choice; null for any other.</summary>
    public ulong? Seed { get; init; }

    /// <summary>File name to checksum.</summary>
    public required IReadOnlyDictionary<string, string> Checksums { get; init; }
}
