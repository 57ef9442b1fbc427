namespace RecPipe.Planning.Objectives;

/// <summary>The least quality a plan may have, for example "ndcg@64&gt;=0.99*best".</summary>
/// <param name="Text">As its user wrote it.</param>
/// <param name="Metric">As `recpipe evaluate --json` calls it: "ndcg@64".</param>
/// <param name="Bound">A value, or a share of the best.</param>
/// <param name="OfBest">Whether it is a share of the best value in the space.</param>
public sealed record QualityBound(string Text, string Metric, double Bound, bool OfBest)
{
    /// <summary>The value that must be reached.</summary>
    /// <param name="best">The best in the space.</param>
    public double Required(double best) => OfBest ? Bound * best : Bound;
}
