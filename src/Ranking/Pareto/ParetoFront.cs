namespace RecPipe.Ranking.Pareto;

/// <summary>
/// The items that no other item dominates: dominating is being at least as good in every objective and better in one. Exact;
/// items that are equal in all objectives stay together, on the front or off it. Two objectives take one sort; more take a
/// comparison of each item with the front so far.
/// </summary>
public static class ParetoFront
{
    /// <param name="items">In any order.</param>
    /// <param name="objectives">At least one.</param>
    /// <returns>Positions in <paramref name="items"/>, best first by the first objective, then by the next; equal ones as they came.</returns>
    public static int[] Of<T>(IReadOnlyList<T> items, params ReadOnlySpan<Objective<T>> objectives)
    {
        ArgumentOutOfRangeException.ThrowIfZero(objectives.Length, nameof(objectives));
        int width = objectives.Length;
        double[] costs = new double[items.Count * width];
        List<int> candidates = [];
        for (int i = 0; i < items.Count; i++)
        {
            bool known = true;
            for (int k = 0; k < width; k++)
            {
                double value = objectives[k].Value(items[i]);
                costs[i * width + k] = objectives[k].Better == Better.Smaller ? value : -value;
                known &= !double.IsNaN(value);
            }
            if (known)
                candidates.Add(i);
        }
        int[] order = [.. candidates];
        Array.Sort(order, (a, b) => Compare(costs, width, a, b));
        return width <= 2 ? Staircase(costs, width, order) : Compared(costs, width, order);
    }

    /// <summary>In sorted order an item is off the front when an earlier one, other than its equals, is as good in the last objective.</summary>
    private static int[] Staircase(double[] costs, int width, int[] order)
    {
        List<int> front = [];
        foreach (int i in order)
        {
            if (front.Count == 0 || costs[i * width + width - 1] < costs[front[^1] * width + width - 1] || AreEqual(costs, width, i, front[^1]))
                front.Add(i);
        }
        return [.. front];
    }

    /// <summary>In sorted order only an earlier item can dominate, and then one of the front does.</summary>
    private static int[] Compared(double[] costs, int width, int[] order)
    {
        List<int> front = [];
        foreach (int i in order)
        {
            bool dominated = false;
            for (int n = front.Count - 1; n >= 0 && !dominated; n--)
                dominated = Dominates(costs, width, front[n], i);
            if (!dominated)
                front.Add(i);
        }
        return [.. front];
    }

    private static bool Dominates(double[] costs, int width, int a, int b)
    {
        for (int k = 0; k < width; k++)
        {
            if (costs[a * width + k] > costs[b * width + k])
                return false;
        }
        return !AreEqual(costs, width, a, b);
    }

    private static bool AreEqual(double[] costs, int width, int a, int b)
    {
        for (int k = 0; k < width; k++)
        {
            if (costs[a * width + k] != costs[b * width + k])
                return false;
        }
        return true;
    }

    private static int Compare(double[] costs, int width, int a, int b)
    {
        for (int k = 0; k < width; k++)
        {
            int order = costs[a * width + k].CompareTo(costs[b * width + k]);
            if (order != 0)
                return order;
        }
        return a.CompareTo(b);
    }
}
