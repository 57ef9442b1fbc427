namespace RecPipe.Accelerator.Caches.Study;

/// <summary>One setting of the study.</summary>
/// <param name="FilterRatio">Share of the candidates that reach the second stage.</param>
/// <param name="Capacity">Bytes of both caches.</param>
/// <param name="Split">Share of them given to the first stage.</param>
/// <param name="Entries1">Lines of the first stage's cache.</param>
/// <param name="Entries2">Lines of the second stage's cache.</param>
/// <param name="Accesses1">Accesses of the first stage, copies counted.</param>
/// <param name="Accesses2">Accesses of the second stage, copies counted.</param>
/// <param name="Stage1">[policy]: hit rate of the first stage, in [0, 1].</param>
/// <param name="Stage2">[policy]: hit rate of the second stage in parity mode: it reads the first items of the first stage's trace again.</param>
/// <param name="Stage2Corrected">[policy]: hit rate of the second stage when it reads the survivors of each query.</param>
public sealed record CacheStudyPoint(
    double FilterRatio,
    long Capacity,
    double Split,
    int Entries1,
    int Entries2,
    long Accesses1,
    long Accesses2,
    IReadOnlyList<double> Stage1,
    IReadOnlyList<double> Stage2,
    IReadOnlyList<double> Stage2Corrected)
{
    /// <summary>Hit rate of both stages together, in [0, 1], parity mode.</summary>
    public double Total(CachePolicy policy) => Together(policy, Stage2);

    /// <summary>Hit rate of both stages together, in [0, 1], with the survivors in the second stage.</summary>
    public double TotalCorrected(CachePolicy policy) => Together(policy, Stage2Corrected);

    private double Together(CachePolicy policy, IReadOnlyList<double> stage2) =>
        (Stage1[(int)policy] * Accesses1 + stage2[(int)policy] * Accesses2) / (Accesses1 + Accesses2);
}
