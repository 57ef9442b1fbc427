using System.CommandLine;
using RecPipe.Cli.Commands.Models;
using RecPipe.Datasets.Synthetic;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Files;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe models`: list and inspect models, and make them without training.</summary>
internal static class ModelsCommands
{
    private const string Criteo = "criteo";

    public static Command Create()
    {
        Command models = new("models", "List and inspect models; make them from weights or with random ones; sweep over them.");
        models.Subcommands.Add(List());
        models.Subcommands.Add(ModelsInspectCommand.Create());
        models.Subcommands.Add(Synth());
        models.Subcommands.Add(ModelsBuildCommand.Create());
        models.Subcommands.Add(ModelsSweepCommand.Create());
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
                Console.WriteLine(ModelCardText.Line(model.Card));
            }
        });
        return command;
    }

    private static Command Synth()
    {
        Option<string[]> configs = new("--config") { Description = "Model configuration (configs/models/*.json); may be repeated.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string> tables = new("--tables") { Description = "DLRM: rows of each embedding table: \"criteo\" (Criteo Kaggle, 33.76 million), or a JSON file with a list of numbers.", DefaultValueFactory = _ => Criteo };
        Option<int?> tableCap = new("--table-cap") { Description = "DLRM: most rows of a table." };
        Option<int?> users = new("--users") { Description = "NeuMF: rows of the users' tables." };
        Option<int?> items = new("--items") { Description = "NeuMF: rows of the items' tables." };
        Option<int> seed = new("--seed") { Description = "Of the weights.", DefaultValueFactory = _ => 1 };
        Option<string> output = new("--out") { Description = "Folder of the models.", Required = true };
        Command command = new("synth", "Make models with random weights at any table size, to measure speed.") { configs, tables, tableCap, users, items, seed, output };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                IModelConfig[] models = [.. parsed.GetRequiredValue(configs).Select(ModelConfigs.Load)];
                string directory = parsed.GetRequiredValue(output);
                int[] rows = models.OfType<DlrmConfig>().Any() ? Tables(parsed.GetRequiredValue(tables), parsed.GetValue(tableCap)) : [];
                (int Users, int Items) sizes = models.OfType<NeumfConfig>().Any() ? Sizes(parsed.GetValue(users), parsed.GetValue(items)) : default;
                foreach (IModelConfig model in models)
                {
                    ModelCard card = Terminal.WithProgress($"Writing {model.Name}", progress => model is NeumfConfig neumf
                        ? ModelSynthesis.Write(neumf, sizes.Users, sizes.Items, directory, parsed.GetValue(seed), progress, cancellationToken)
                        : ModelSynthesis.Write((DlrmConfig)model, rows, directory, parsed.GetValue(seed), progress, cancellationToken));
                    Console.WriteLine(ModelCardText.Line(card));
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

    private static (int Users, int Items) Sizes(int? users, int? items)
    {
        List<ConfigProblem> problems = [];
        Check("--users", users);
        Check("--items", items);
        ConfigException.ThrowIfAny(problems);
        return (users!.Value, items!.Value);

        void Check(string option, int? rows)
        {
            if (rows is not > 0)
                problems.Add(new("models synth", option, rows is null ? "A NeuMF needs to know how many." : $"{rows} rows.", "Give at least 1; MovieLens 1M has 6040 users and 3706 items."));
        }
    }
}
