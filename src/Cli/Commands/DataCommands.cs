using System.CommandLine;
using RecPipe.Cli.Commands.Data;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe data`: make, import and describe data sets.</summary>
internal static class DataCommands
{
    public static Command Create() => new("data", "Make, import and describe data sets.")
    {
        DataSynthCommand.Create(),
        new Command("import", "Import a data set.") { DataImportCriteoCommand.Create(), DataImportMovieLensCommand.Create() },
        DataDescribeCommand.Create(),
    };
}
