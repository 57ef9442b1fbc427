using RecPipe.Ranking.Quality;

namespace RecPipe.Training.Dlrm;

/// <summary>Scores and labels of the last steps, judged together once there are enough.</summary>
internal sealed class ProgressWindow(IReadOnlyList<Lane> lanes, long steps)
{
    private readonly List<float> _logits = [];
    private readonly List<byte> _labels = [];
    private long _steps;

    /// <summary>Takes in the step the lanes have just made.</summary>
    /// <returns>True when the window was full: it has been judged and is empty again.</returns>
    public bool Add(out double loss, out double auc)
    {
        foreach (Lane lane in lanes)
        {
            _logits.AddRange(lane.Logits);
            _labels.AddRange(lane.Labels);
        }
        (loss, auc) = (0, 0);
        if (++_steps % steps != 0)
            return false;
        float[] logits = [.. _logits];
        byte[] labels = [.. _labels];
        loss = LogLoss.OfLogits(logits, labels);
        auc = double.IsNaN(loss) ? double.NaN : AreaUnderCurve.Of(logits, labels);
        _logits.Clear();
        _labels.Clear();
        return true;
    }
}
