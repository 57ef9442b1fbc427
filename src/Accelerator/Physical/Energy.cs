namespace RecPipe.Accelerator.Physical;

/// <summary>Energy of a piece of work.</summary>
/// <param name="DynamicJoules">Of each part while it worked (J).</param>
/// <param name="LeakageJoules">Of all parts, idle or not (J).</param>
public sealed record Energy(IReadOnlyDictionary<DesignPart, double> DynamicJoules, double LeakageJoules)
{
    /// <summary>J.</summary>
    public double TotalJoules => DynamicJoules.Values.Sum() + LeakageJoules;
}
