namespace RecPipe.Figures;

/// <summary>Makes one figure of the paper. Stateless: every build starts from the context alone.</summary>
public interface IFigureSource
{
    /// <summary>As the paper counts: "7", "10c".</summary>
    string Number { get; }

    /// <summary>What it shows, in a line.</summary>
    string Title { get; }

    /// <summary>Computes the figure.</summary>
    /// <param name="context">Mode, seed and files.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="Ranking.Configuration.ConfigException">A file it needs is missing or wrong.</exception>
    Figure Build(FigureContext context, CancellationToken cancellationToken = default);
}
