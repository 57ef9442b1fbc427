using RecPipe.Datasets.Interactions;

namespace RecPipe.Datasets.Tests.Interactions;

/// <summary>Interaction stores of a few users.</summary>
internal static class TinyInteractions
{
    /// <summary>Four users and six items: the second user has nothing to learn from, the third nothing held out.</summary>
    public static InteractionManifest Write(string directory)
    {
        using InteractionStoreWriter writer = new(directory);
        writer.Append([0, 2, 5], 1, 100);
        writer.Append([], 3, 101);
        writer.Append([4], -1, 7);
        writer.Append([0, 1, 2, 3, 4], 5, -3);
        return writer.Complete([10, 11, 12, 13, 14, 15], manifest => manifest with { Source = "a test", Split = HeldOutSplit.Random, Seed = 9 });
    }
}
