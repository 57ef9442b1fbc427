using System.Collections.ObjectModel;

namespace RecPipe.Evaluation.Cascades;

/// <summary>Stages in the order they run, to be evaluated from scores instead of served.</summary>
public sealed class Cascade
{
    /// <param name="name">What reports call it.</param>
    /// <param name="stages">At least one; models in any order, any keep of at least 1.</param>
    public Cascade(string name, params IReadOnlyList<CascadeStage> stages)
    {
        if (stages.Count == 0 || stages.Any(stage => stage.Keep < 1 || stage.Model < 0))
            throw new ArgumentException("A cascade has at least one stage, and each keeps at least one candidate.", nameof(stages));
        Name = name;
        Stages = new ReadOnlyCollection<CascadeStage>([.. stages]);
    }

    public string Name { get; }

    public IReadOnlyList<CascadeStage> Stages { get; }

    /// <summary>
    /// Only so many of a query's candidates, those that come first, reach the first stage; the list is judged by all of them. A
    /// pipeline of fewer candidates asked for the same query.
    /// </summary>
    public int Candidates { get; init; } = int.MaxValue;
}
