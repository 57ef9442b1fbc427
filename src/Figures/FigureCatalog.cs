using RecPipe.Figures.Sources;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Figures;

/// <summary>The figures that can be made, in the paper's order.</summary>
public static class FigureCatalog
{
    public static IReadOnlyList<IFigureSource> All { get; } =
    [
        new Figure2(),
        new Figure3(),
        new Figure7(),
        new Figure8(),
        new Figure10a("one-stage", "two-stage", "three-stage"),
        new Figure10c(),
        new Figure11(),
        new Figure12(),
        new Figure13(),
        new Figure14(),
    ];

    /// <param name="numbers">As the paper counts, "7" or "10c"; none is all.</param>
    /// <exception cref="ConfigException">A number is not of a figure that can be made; all such are named.</exception>
    public static IReadOnlyList<IFigureSource> Choose(IReadOnlyList<string> numbers)
    {
        ConfigException.ThrowIfAny([
            .. numbers.Where(number => All.All(figure => figure.Number != number)).Select(number => new ConfigProblem(
                "figures", number, "There is no such figure here.", $"Name some of {string.Join(", ", All.Select(figure => figure.Number))}.")),
        ]);
        return numbers.Count == 0 ? All : [.. All.Where(figure => numbers.Contains(figure.Number))];
    }
}
