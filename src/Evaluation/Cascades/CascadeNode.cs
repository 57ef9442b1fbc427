namespace RecPipe.Evaluation.Cascades;

/// <summary>
/// A stage that several cascades share: the same models and keeps led to it. What it ranks for the longest of them serves them
/// all, because a shorter list is the beginning of a longer one.
/// </summary>
internal sealed class CascadeNode(int model, int candidates = int.MaxValue)
{
    private readonly List<(int Keep, CascadeNode Stage)> _next = [];
    private readonly List<(int Keep, int Cascade)> _ends = [];

    public int Model { get; } = model;

    /// <summary>Most candidates of a query that reach it, where it is the first.</summary>
    public int Candidates { get; } = candidates;

    /// <summary>How many survivors the stages that follow need.</summary>
    public int LongestNext { get; private set; }

    /// <summary>How many the cascades that end here keep.</summary>
    public int LongestEnd { get; private set; }

    /// <summary>The stages that follow, each with what this one keeps for it.</summary>
    public IReadOnlyList<(int Keep, CascadeNode Stage)> Next => _next;

    /// <summary>The cascades that end here, each with what it keeps.</summary>
    public IReadOnlyList<(int Keep, int Cascade)> Ends => _ends;

    /// <summary>Stages from here on, this one included.</summary>
    public int Depth => 1 + _next.Select(next => next.Stage.Depth).DefaultIfEmpty().Max();

    /// <summary>Arranges cascades by their first stages.</summary>
    /// <returns>One a first model and its candidates.</returns>
    public static IReadOnlyList<CascadeNode> Arrange(IReadOnlyList<Cascade> cascades)
    {
        List<CascadeNode> first = [];
        for (int i = 0; i < cascades.Count; i++)
        {
            IReadOnlyList<CascadeStage> stages = cascades[i].Stages;
            CascadeNode? node = first.Find(node => node.Model == stages[0].Model && node.Candidates == cascades[i].Candidates);
            if (node is null)
                first.Add(node = new(stages[0].Model, cascades[i].Candidates));
            for (int stage = 1; stage < stages.Count; stage++)
                node = node.Then(stages[stage - 1].Keep, stages[stage].Model);
            node._ends.Add((stages[^1].Keep, i));
            node.LongestEnd = Math.Max(node.LongestEnd, stages[^1].Keep);
        }
        return first;
    }

    private CascadeNode Then(int keep, int model)
    {
        foreach ((int kept, CascadeNode stage) in _next)
        {
            if (kept == keep && stage.Model == model)
                return stage;
        }
        CascadeNode next = new(model);
        _next.Add((keep, next));
        LongestNext = Math.Max(LongestNext, keep);
        return next;
    }
}
