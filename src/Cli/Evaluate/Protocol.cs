namespace RecPipe.Cli.Evaluate;

/// <summary>How queries are made of data.</summary>
internal enum Protocol
{
    /// <summary>Feature store: rows drawn at random from those held out.</summary>
    HeldOut,

    /// <summary>Feature store: consecutive rows of those held out.</summary>
    Consecutive,

    /// <summary>Feature store: consecutive rows of those that models were trained on, as the published artefact.</summary>
    Training,

    /// <summary>Interaction store: each user's held-out item among 99 others (He et al. 2017).</summary>
    Ncf,

    /// <summary>Interaction store: each user's held-out item among --candidates less one others.</summary>
    LeaveOneOut,
}
