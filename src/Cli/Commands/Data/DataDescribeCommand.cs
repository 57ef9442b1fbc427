using System.CommandLine;
using System.Text.Json;
using RecPipe.Datasets.Description;
using RecPipe.Datasets.Interactions;
using RecPipe.Datasets.Store;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands.Data;

/// <summary>`recpipe data describe`: of either kind of store.</summary>
internal static class DataDescribeCommand
{
    public static Command Create()
    {
        Argument<string> directory = new("directory") { Description = "A feature store or an interaction store." };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("describe", "Print what is in a data set: its splits, how its tables are used and its dense features spread; or its users, items and their popularity.") { directory, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                string place = parsed.GetRequiredValue(directory);
                bool asJson = parsed.GetValue(json);
                if (InteractionStore.IsAt(place))
                {
                    using InteractionStore store = InteractionStore.Open(place);
                    Show(InteractionDescription.Of(store, cancellationToken), asJson, InteractionDescriptionText.Write);
                }
                else
                {
                    using FeatureStore store = FeatureStore.Open(place);
                    Show(StoreDescription.Of(store, cancellationToken), asJson, StoreDescriptionText.Write);
                }
            },
            cancellationToken));
        return command;
    }

    private static void Show<T>(T description, bool asJson, Action<T> write)
    {
        if (asJson)
            Console.WriteLine(JsonSerializer.Serialize(description, ConfigFile.Json));
        else
            write(description);
    }
}
