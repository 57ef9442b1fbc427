using RecPipe.Datasets.Description;
using Spectre.Console;
using static System.FormattableString;

namespace RecPipe.Cli.Commands.Data;

/// <summary>An interaction store's description on standard output.</summary>
internal static class InteractionDescriptionText
{
    public static void Write(InteractionDescription description)
    {
        Console.WriteLine(description.Source);
        Console.WriteLine(Invariant($"training: {description.TrainPairs:N0} pairs of {description.Users:N0} users and {description.Items:N0} items, density {description.Density:P2}"));
        Console.WriteLine(Invariant($"held out: {description.HeldOutUsers:N0} users ({description.Split.ToString().ToLowerInvariant()})"));
        Table text = new() { Border = TableBorder.Simple };
        text.AddColumn("training");
        foreach (string column in (string[])["min", "mean", "p50", "p95", "max"])
            text.AddColumn(new TableColumn(column).RightAligned());
        AddRow(text, "items a user", description.ItemsPerUser);
        AddRow(text, "users an item", description.UsersPerItem);
        AnsiConsole.Write(text);
        Console.WriteLine(Invariant($"popularity: top 10 items {description.Top10Share:P2}, top 1 % {description.TopPercentShare:P2}, top 10 % {description.TopTenthShare:P2} of the pairs; Gini {description.Gini:F3}; {description.UnseenItems:N0} items unseen"));
    }

    private static void AddRow(Table text, string name, SpreadDescription spread) =>
        text.AddRow(name, Invariant($"{spread.Min:N0}"), Invariant($"{spread.Mean:N1}"), Invariant($"{spread.P50:N0}"), Invariant($"{spread.P95:N0}"), Invariant($"{spread.Max:N0}"));
}
