using RecPipe.Datasets.Description;
using Spectre.Console;

namespace RecPipe.Cli.Commands.Data;

/// <summary>A store's description as tables on standard output.</summary>
internal static class StoreDescriptionText
{
    public static void Write(StoreDescription description)
    {
        Console.WriteLine(description.Source);
        Console.WriteLine(Split("training", description.Train));
        Console.WriteLine(Split("held out", description.Test));
        AnsiConsole.Write(Tables(description.Tables));
        AnsiConsole.Write(Dense(description.Dense));
    }

    private static string Split(string name, SplitDescription split) =>
        FormattableString.Invariant($"{name}: {split.Rows:N0} rows") + (split.PositiveRate is double rate ? FormattableString.Invariant($", click rate {rate:F4}") : "");

    private static Table Tables(IReadOnlyList<TableDescription> tables)
    {
        Table text = Columns("table", "rows", "seen", "top 1", "top 10", "missing", "overflow");
        foreach (TableDescription t in tables)
            text.AddRow(t.Name, $"{t.Rows:N0}", $"{t.Seen:N0}", Share(t.Top1Share), Share(t.Top10Share), Share(t.MissingShare), Share(t.OverflowShare));
        return text;
    }

    private static Table Dense(IReadOnlyList<DenseDescription> dense)
    {
        Table text = Columns("dense", "mean", "zero", "min", "p50", "p95", "p99", "max");
        foreach (DenseDescription d in dense)
            text.AddRow(d.Name, $"{d.Mean:F3}", Share(d.ZeroShare), $"{d.Min:F3}", $"{d.P50:F3}", $"{d.P95:F3}", $"{d.P99:F3}", $"{d.Max:F3}");
        return text;
    }

    private static Table Columns(string name, params string[] numbers)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumn(name);
        foreach (string number in numbers)
            table.AddColumn(new TableColumn(number).RightAligned());
        return table;
    }

    private static string Share(double share) => share == 0 ? "-" : $"{share:P2}";
}
