using RecPipe.Ranking.Randomness;

namespace RecPipe.Simulation.ServiceTimes;

/// <summary>How long an engine, or a hop between two machines, is busy with a piece of work. Immutable: one for all replications.</summary>
public abstract class ServiceTime
{
    /// <summary>Draws one time.</summary>
    /// <param name="items">Candidates of the work.</param>
    /// <param name="busy">Engines at work on the same host, this one included; 1 when nobody shares anything.</param>
    /// <param name="random">Source of chance; left alone by a constant time.</param>
    /// <returns>Seconds, 0 or more.</returns>
    public abstract double Sample(int items, int busy, ref Xoshiro256 random);

    /// <summary>Whether work of the same size always takes the same, whatever chance says and however many engines are busy.</summary>
    public virtual bool IsConstant => false;

    /// <summary>Expected seconds.</summary>
    /// <param name="items">Candidates of the work.</param>
    /// <param name="busy">Engines at work on the same host.</param>
    public abstract double Mean(int items, int busy);
}
