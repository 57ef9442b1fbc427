namespace RecPipe.Workloads.Queries;

/// <summary>Which items may stand beside the held-out one as negatives. Negatives are always distinct.</summary>
public enum NegativeRule
{
    /// <summary>Neither a training item of the user nor the held-out one: all candidates are distinct.</summary>
    NotTaken,

    /// <summary>
    /// Not a training item of the user. The held-out item may come up as its own negative, as in the evaluation of the authors
    /// of NCF; candidates then hold it twice.
    /// </summary>
    NotTrained,
}
