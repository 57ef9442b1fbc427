using RecPipe.Inference;
using RecPipe.Ranking;
using RecPipe.Ranking.Configuration;
using RecPipe.Ranking.Stages;

namespace RecPipe.AccelEmulator.Scores;

/// <summary>Scores every row of a feature store once per model.</summary>
internal static class ScoreTables
{
    /// <param name="pool">Runs the models.</param>
    /// <param name="models">Which of them.</param>
    /// <param name="rows">Of the store; four bytes are kept per row and model.</param>
    /// <returns>[rows] by model name.</returns>
    /// <exception cref="ConfigException">A model scores a row NaN.</exception>
    public static IReadOnlyDictionary<string, float[]> Compute(EnginePool pool, IEnumerable<string> models, int rows) =>
        models.ToDictionary(model => model, model => Compute(pool, model, rows));

    private static float[] Compute(EnginePool pool, string model, int rows)
    {
        float[] table = new float[rows];
        int[] ids = new int[Math.Min(rows, pool.Options.MaxCandidates)];
        for (int first = 0; first < rows; first += ids.Length)
        {
            Span<int> part = ids.AsSpan(0, Math.Min(ids.Length, rows - first));
            for (int i = 0; i < part.Length; i++)
                part[i] = first + i;
            StageReply reply = pool.RankAsync(new(model, ids.AsMemory(0, part.Length), part.Length, Deadline.None), CancellationToken.None)
                .AsTask().GetAwaiter().GetResult();
            if (reply.Status != StageStatus.Ok)
                throw new ConfigException(model, "", $"It cannot score every row of the feature store: {reply.Detail}", "Train it again, or run with onnx scores.");
            for (int i = 0; i < part.Length; i++)
                table[first + reply.Positions.Span[i]] = reply.Scores.Span[i];
        }
        return table;
    }
}
