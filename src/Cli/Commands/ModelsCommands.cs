using System.CommandLine;
using RecPipe.Datasets.Synthetic;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe models`: list and inspect models, and make them with random weights.</summary>
internal static class ModelsCommands
{
    private const string Criteo = "criteo";

    public static Command Create()
    {
        Command models = new("models", "List and inspect models; make them with random weights.");
        models.Subcommands.Add(List());
        models.Subcommands.Add(Synth());
        models.Subcommands.Add(ModelsInspectCommand.Create());
        return models;
    }

    private static Command List()
    {
        Argument<string> directory = new("directory") { Description = "Folder of the models." };
        Option<bool> verify = new("--verify") { Description = "Read every file and compare checksums." };
        Command command = new("list", "Print the models of a folder.") { directory, verify };
        command.SetAction(parsed =>
        {
            foreach (ModelFile model in ModelFolder.Load(parsed.GetRequiredValue(directory)))
            {
                if (parsed.GetValue(verify))
                    model.VerifyChecksums();
                Print(model.Card);
            }
        });
        return command;
    }

    private static Command Synth()
    {
        Option<string[]> configs = new("--config") { Description = "Model configuration (configs/models/*.json); may be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string> tables = new("--tables") { Description = "Rows of each embedding table: \"criteo\" (Criteo Kaggle, 33.76 million), or a JSON file with a list of numbers.", DefaultValueFactory = _ => Criteo };
        Option<int?> tableCap = new("--table-cap") { Description = "Most rows of a table." };
        Option<int> seed = new("--seed") { Description = "Of the weights.", DefaultValueFactory = _ => 1 };
        Option<string> output = new("--out") { Description = "Folder of the models.", Required = true };
        Command command = new("synth", "Make models with random weights at any table size, to measure speed.") { configs, tables, tableCap, seed, output };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                DlrmConfig[] models = [.. parsed.GetRequiredValue(configs).Select(DlrmConfig.Load)];
                int[] rows = Tables(parsed.GetRequiredValue(tables), parsed.GetValue(tableCap));
                foreach (DlrmConfig model in models)
                {
                    Print(Terminal.WithProgress($"Writing {model.Name}", progress =>
                        ModelSynthesis.Write(model, rows, parsed.GetRequiredValue(output), parsed.GetValue(seed), progress, cancellationToken)));
                }
            },
            cancellationToken));
        return command;
    }

    private static int[] Tables(string tables, int? cap)
    {
        if (cap < 1)
            throw new ConfigException("models synth", "--table-cap", $"A cap of {cap} rows.", "Allow at least 1.");
        IReadOnlyList<int> rows = tables == Criteo ? SyntheticCriteo.KaggleTableRows : ConfigFile.Load<int[]>(tables);
        if (rows.Count == 0 || rows.Any(count => count < 1) || rows.Sum(count => (long)count) > int.MaxValue)
            throw new ConfigException(tables, "", "These are no table sizes.", $"List at least one number, each at least 1, all together at most {int.MaxValue}.");
        return [.. rows.Select(count => Math.Min(count, cap ?? int.MaxValue))];
    }

    private static void Print(ModelCard card)
    {
        string origin = card.Training is { } training
            ? FormattableString.Invariant($"trained on {training.TrainRows:N0} rows, test AUC {training.TestAuc:F4}, log loss {training.TestLogLoss:F4}")
            : "random weights";
        Console.WriteLine(FormattableString.Invariant($"{card.Name}: {card.Family}, {card.Tables.Count} tables, {card.Tables.Sum(rows => (long)rows):N0} rows, {origin}"));
    }
}
