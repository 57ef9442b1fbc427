namespace RecPipe.Planning.Search;

/// <summary>Why no design holds an objective, and what comes nearest.</summary>
/// <param name="Binding">The constraint that is nearest to being held when the others are; null when none alone is enough.</param>
/// <param name="Relaxations">One a constraint that is in the objective.</param>
public sealed record Infeasibility(Constraint? Binding, IReadOnlyList<Relaxation> Relaxations);
