using RecPipe.Datasets.Interactions;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// Who took which item, shaped like MovieLens 1M: its activity of users, its popularity of items, and tastes that a
/// factor model can learn. Every user comes from a stream of its own of the seed.
/// </summary>
public static class SyntheticMovieLens
{
    /// <summary>Makes a store; one random item of each user is held out.</summary>
    /// <param name="options">What to make.</param>
    /// <param name="directory">Where; must not exist, or be empty.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellationToken">Stops the work and leaves nothing behind.</param>
    /// <exception cref="ConfigException">An option is out of range, or something is at the place already.</exception>
    public static InteractionManifest Generate(SyntheticMovieLensOptions options, string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        options.ThrowIfInvalid();
        using InteractionStoreWriter writer = new(directory);
        PlantedTaste world = new(options.Items);
        int user = 0;
        foreach ((int[] items, int heldOut) in ParallelEnumerable.Range(0, options.Users).AsOrdered().WithCancellation(cancellationToken).Select(Draw))
        {
            writer.Append(items, heldOut, user++);
            progress.Report((double)user / options.Users);
        }
        return writer.Complete([.. Enumerable.Range(0, options.Items).Select(item => (long)item)], blank => blank with
        {
            Source = $"recpipe data synth --preset movielens --users {options.Users} --items {options.Items} --seed {options.Seed}",
            Split = HeldOutSplit.Random,
            Seed = options.Seed,
        });

        (int[] Items, int HeldOut) Draw(int user)
        {
            Xoshiro256 random = new(options.Seed, (ulong)user);
            int[] items = world.Draw(ref random);
            int heldOut = items[(int)random.NextBelow((uint)items.Length)];
            return ([.. items.Where(item => item != heldOut)], heldOut);
        }
    }
}
