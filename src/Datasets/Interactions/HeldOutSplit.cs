namespace RecPipe.Datasets.Interactions;

/// <summary>Which of a user's items is held out from training: leave-one-out, as in He et al., "Neural Collaborative Filtering", 2017.</summary>
public enum HeldOutSplit
{
    /// <summary>None.</summary>
    None,

    /// <summary>The one with the latest time; among equally late ones, the one the file names last.</summary>
    Latest,

    /// <summary>One drawn uniformly with a seed.</summary>
    Random,

    /// <summary>The one a file of its own names.</summary>
    Given,
}
