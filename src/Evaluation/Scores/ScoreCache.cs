using RecPipe.Ranking.Configuration;

namespace RecPipe.Evaluation.Scores;

/// <summary>A folder of scores that were computed before. Safe for use by several processes: the last one to save wins.</summary>
public sealed class ScoreCache
{
    private readonly string _directory;
    private readonly Action<string> _unusable;

    /// <param name="directory">Made when absent.</param>
    /// <param name="unusable">Told of a file that is damaged or not what its name says, whose scores are computed anew, and of one that cannot be written.</param>
    /// <exception cref="ConfigException">The folder cannot be made.</exception>
    public ScoreCache(string directory, Action<string> unusable)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(directory, "", $"No scores can be kept there: {e.Message}", "Name another folder.");
        }
        _directory = directory;
        _unusable = unusable;
    }

    /// <summary>Fills in the scores that are known.</summary>
    /// <param name="key">Of the scores.</param>
    /// <param name="slots">Ascending.</param>
    /// <param name="scores">As long; slots that are not known are left alone.</param>
    public void Load(ScoreKey key, ReadOnlySpan<int> slots, Span<float> scores)
    {
        if (Read(key) is not { } known)
            return;
        for (int i = 0, k = 0; i < scores.Length && k < known.Slots.Length;)
        {
            if (known.Slots[k] < slots[i])
                k++;
            else if (known.Slots[k] > slots[i])
                i++;
            else
                scores[i++] = known.Scores[k++];
        }
    }

    /// <summary>Adds scores to those that are kept; NaN, which stands for an unknown one, is not kept. A folder that cannot be written to costs the next run time, not this one its scores.</summary>
    public void Save(ScoreKey key, ReadOnlySpan<int> slots, ReadOnlySpan<float> scores)
    {
        (int[] keptSlots, float[] kept) = Read(key) ?? ([], []);
        int[] allSlots = new int[slots.Length + kept.Length];
        float[] all = new float[allSlots.Length];
        int count = 0;
        for (int i = 0, k = 0; i < slots.Length || k < kept.Length;)
        {
            int slot = Math.Min(i < slots.Length ? slots[i] : int.MaxValue, k < kept.Length ? keptSlots[k] : int.MaxValue);
            float score = k < kept.Length && keptSlots[k] == slot ? kept[k++] : float.NaN;
            if (i < slots.Length && slots[i] == slot && !float.IsNaN(scores[i++]))
                score = scores[i - 1];
            if (!float.IsNaN(score))
                (allSlots[count], all[count++]) = (slot, score);
        }
        try
        {
            ScoreFile.Write(PathOf(key), key.Text(), allSlots.AsSpan(0, count), all.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _unusable($"{PathOf(key)}: {e.Message} The scores are not kept.");
        }
    }

    private (int[] Slots, float[] Scores)? Read(ScoreKey key)
    {
        string path = PathOf(key);
        try
        {
            return File.Exists(path) ? ScoreFile.Read(path, key.Text()) : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            _unusable($"{path}: {e.Message} It is computed anew.");
            return null;
        }
    }

    private string PathOf(ScoreKey key) => Path.Combine(_directory, key.FileName());
}
