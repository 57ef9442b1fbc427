using System.CommandLine;
using RecPipe.Figures;
using RecPipe.Figures.Writing;
using RecPipe.LoadGen.Commands;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe figures`: the paper's figures made again, beside the published values.</summary>
internal sealed class FiguresCommand
{
    private readonly Argument<string[]> _numbers = new("figures") { Description = $"Which: {string.Join(", ", FigureCatalog.All.Select(figure => figure.Number))}. Default: all.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<FigureMode> _mode = new Option<FigureMode>("--mode") { Description = "corrected, or parity: as the published artefact made them, faults included.", DefaultValueFactory = _ => FigureMode.Corrected }.OneOf();
    private readonly Option<string> _out = new("--out") { Description = "Folder for CSV, SVG, JSON and one page, figures.html.", DefaultValueFactory = _ => Path.Combine("runs", "figures") };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Of arrivals and service times.", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _models = new("--models") { Description = "Folder of trained models, to measure quality with; with --data." };
    private readonly Option<string?> _data = new("--data") { Description = "Feature store to measure quality on; with --models." };
    private readonly Option<string?> _sweep = new("--sweep") { Description = "Folder of a finished `recpipe models sweep`, to stand beside Figure 2's networks." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the numbers as JSON; units stand with each." };

    public static Command Create()
    {
        FiguresCommand options = new();
        Command command = new("figures", "Make the paper's figures again: our numbers beside the published ones, as tables, charts and one page.")
        {
            options._numbers, options._mode, options._out, options._seed, options._models, options._data, options._sweep, options._json,
        };
        command.Subcommands.Add(FiguresCalibrationCommand.Create());
        command.SetAction((parsed, cancellationToken) => Task.Run(() => options.Run(parsed, cancellationToken), cancellationToken));
        return command;
    }

    private void Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        IReadOnlyList<IFigureSource> sources = FigureCatalog.Choose(parsed.GetValue(_numbers) ?? []);
        string folder = OutputPath.Folder("--out", parsed.GetRequiredValue(_out));
        FigureContext context = new()
        {
            Mode = parsed.GetValue(_mode),
            Seed = parsed.GetValue(_seed),
            Configs = ShippedConfigs.Root,
            Models = parsed.GetValue(_models),
            Data = parsed.GetValue(_data),
            Sweep = parsed.GetValue(_sweep),
        };
        Figure[] figures = Terminal.WithProgress("Figures", progress => sources.Select((source, i) =>
        {
            Progress<double> part = new(share => progress.Report((i + share) / sources.Count));
            Figure figure = source.Build(context with { Progress = part }, cancellationToken);
            progress.Report((i + 1.0) / sources.Count);
            return figure;
        }).ToArray());
        IReadOnlyList<string> written = FigureFiles.Write(folder, figures);
        if (parsed.GetValue(_json))
            Console.WriteLine(FigureFiles.ToJson(figures));
        else
            Print(figures, written);
    }

    private static void Print(Figure[] figures, IReadOnlyList<string> written)
    {
        foreach (Figure figure in figures)
        {
            Console.WriteLine($"Figure {figure.Number}: {figure.Title}");
            Console.WriteLine(figure.Values.Summary());
            Console.WriteLine();
            foreach (FigureTable table in figure.Tables)
                Console.WriteLine(table.Table.ToText());
            foreach (string remark in figure.Remarks)
                Console.WriteLine($"  {remark}");
            Console.WriteLine();
        }
        Console.WriteLine($"{written.Count} files; the page is {written[0]}");
    }
}
