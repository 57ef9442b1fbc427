using System.CommandLine;
using System.CommandLine.Parsing;
using RecPipe.Datasets.Synthetic;

namespace RecPipe.Cli.Commands.Data;

/// <summary>`recpipe data synth`.</summary>
internal static class DataSynthCommand
{
    private const string Criteo = "criteo";
    private const string MovieLens = "movielens";

    public static Command Create()
    {
        SyntheticCriteoOptions criteo = new() { Rows = 1_000_000 };
        SyntheticMovieLensOptions movieLens = new();
        Option<string> preset = new("--preset") { Description = "What the data resembles.", DefaultValueFactory = _ => Criteo };
        preset.AcceptOnlyFromAmong(Criteo, MovieLens);
        Option<int> rows = new("--rows") { Description = "criteo: rows to make.", DefaultValueFactory = _ => criteo.Rows };
        Option<int?> tableCap = new("--table-cap") { Description = "criteo: most rows of an embedding table; ids above are folded in. Default: the sizes of Criteo Kaggle." };
        Option<double> testShare = DataMaking.TestShare(criteo.TestShare);
        testShare.Description = $"criteo: {testShare.Description}";
        Option<int> users = new("--users") { Description = "movielens: users to make.", DefaultValueFactory = _ => movieLens.Users };
        Option<int> items = new("--items") { Description = "movielens: items to make.", DefaultValueFactory = _ => movieLens.Items };
        Option<ulong> seed = new("--seed") { Description = "Seed of the rows or users; the world behind them is the same for all seeds.", DefaultValueFactory = _ => criteo.Seed };
        Option<string> output = DataMaking.Output();
        Command command = new("synth", "Make a synthetic data set that resembles a known one: clicks (criteo) or who took which item (movielens).") { preset, rows, tableCap, testShare, users, items, seed, output };
        command.Validators.Add(result =>
        {
            string chosen = result.GetValue(preset) ?? Criteo; // a default is not there yet
            Refuse(result, chosen == Criteo ? [users, items] : [rows, tableCap, testShare], chosen);
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            string directory = parsed.GetRequiredValue(output);
            if (parsed.GetValue(preset) == MovieLens)
            {
                SyntheticMovieLensOptions ratings = movieLens with { Users = parsed.GetValue(users), Items = parsed.GetValue(items), Seed = parsed.GetValue(seed) };
                return DataMaking.InteractionsAsync($"Making {ratings.Users:N0} users", directory, progress => SyntheticMovieLens.Generate(ratings, directory, progress, cancellationToken), cancellationToken);
            }
            SyntheticCriteoOptions clicks = criteo with
            {
                Rows = parsed.GetValue(rows),
                Seed = parsed.GetValue(seed),
                TableCap = parsed.GetValue(tableCap),
                TestShare = parsed.GetValue(testShare),
            };
            return DataMaking.RowsAsync($"Making {clicks.Rows:N0} rows", directory, progress => SyntheticCriteo.Generate(clicks, directory, progress, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static void Refuse(CommandResult result, Option[] options, string preset)
    {
        foreach (Option option in options.Where(option => result.GetResult(option) is { Implicit: false }))
            result.AddError($"{option.Name}: --preset {preset} has no use for it; leave it out.");
    }
}
