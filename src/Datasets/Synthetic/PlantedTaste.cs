using System.Numerics.Tensors;
using RecPipe.Ranking;
using RecPipe.Ranking.Randomness;

namespace RecPipe.Datasets.Synthetic;

/// <summary>
/// Items with a popularity and a place in a space of tastes, and users who take items by both. A user's n items are drawn
/// without replacement with odds exp(utility), utility = log popularity + taste: the n greatest of utility plus Gumbel noise.
/// </summary>
internal sealed class PlantedTaste
{
    /// <summary>Of the space of tastes: few enough for small factor models to learn.</summary>
    private const int Dimensions = 6;

    /// <summary>Standard deviation of taste, beside the noise's 1.28.</summary>
    private const float TasteSpread = 2.5f;

    /// <summary>log popularity = -depth * (rank / items)^bend.</summary>
    private const double PopularityDepth = 8.5;
    private const double PopularityBend = 0.33;

    /// <summary>How many items a user takes, as shares of all: log-normal.</summary>
    private const double MedianShare = 96.0 / 3706;
    private const double Sigma = 1.05;
    private const double LeastShare = 20.0 / 3706;
    private const double MostShare = 0.6;

    private const ulong WorldSeed = 0x6D6F766965;

    private readonly float[] _logPopularity;
    private readonly float[] _places;
    private readonly int _items;

    public PlantedTaste(int items)
    {
        _items = items;
        _logPopularity = new float[items];
        _places = new float[items * Dimensions];
        Xoshiro256 random = new(WorldSeed);
        int[] ranks = [.. Enumerable.Range(0, items)];
        for (int item = 0; item < items; item++)
        {
            int other = item + (int)random.NextBelow((uint)(items - item));
            (ranks[item], ranks[other]) = (ranks[other], ranks[item]);
            _logPopularity[item] = (float)(-PopularityDepth * Math.Pow((double)ranks[item] / items, PopularityBend));
        }
        for (int i = 0; i < _places.Length; i++)
            _places[i] = (float)random.NextNormal();
    }

    /// <summary>The items one user takes, ascending: at least 2.</summary>
    public int[] Draw(ref Xoshiro256 random)
    {
        Span<float> taste = stackalloc float[Dimensions];
        foreach (ref float coordinate in taste)
            coordinate = (float)random.NextNormal() * TasteSpread / MathF.Sqrt(Dimensions);
        double share = MedianShare * Math.Exp(Sigma * random.NextNormal());
        int count = Math.Clamp((int)Math.Round(_items * share), Math.Max(2, (int)(_items * LeastShare)), (int)(_items * MostShare));
        float[] utilities = new float[_items];
        for (int item = 0; item < _items; item++)
        {
            utilities[item] = _logPopularity[item] + TensorPrimitives.Dot(taste, _places.AsSpan(item * Dimensions, Dimensions))
                - (float)Math.Log(random.NextExponential());
        }
        int[] items = new int[count];
        TopK.Select(utilities, items, new float[count]);
        Array.Sort(items);
        return items;
    }
}
