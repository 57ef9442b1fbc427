using System.CommandLine;
using System.Text.Json;
using RecPipe.Accelerator.Arrays;
using RecPipe.Accelerator.Shapes;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>`recpipe accel layers`: a model's fully connected layers on a systolic array.</summary>
internal static class AccelLayersCommand
{
    private static readonly Dictionary<string, Dataflow> s_dataflows = new()
    {
        ["ws"] = Dataflow.WeightStationary,
        ["os"] = Dataflow.OutputStationary,
        ["is"] = Dataflow.InputStationary,
    };

    public static Command Create()
    {
        ArrayMemory memory = ArrayMemory.RpAccel;
        Option<string[]> models = new("--model") { Description = "Model configuration, or the name of a shipped one; several at once.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<int> batch = new("--batch") { Description = "Items.", DefaultValueFactory = _ => 4096 };
        Option<int> array = new("--array") { Description = "Processing elements a side of the square array.", DefaultValueFactory = _ => 128 };
        Option<string> dataflow = new("--dataflow") { Description = "ws, os or is: weights, outputs or inputs stay in the array.", DefaultValueFactory = _ => "ws" };
        dataflow.AcceptOnlyFromAmong([.. s_dataflows.Keys]);
        Option<string> mode = new("--mode") { Description = "corrected: the top MLP as wide as the network's. parity: as the published timing model has it (concatenation).", DefaultValueFactory = _ => "corrected" };
        mode.AcceptOnlyFromAmong("corrected", "parity");
        Option<long> ifmap = new("--ifmap-sram") { Description = "Buffer of activations read (bytes).", DefaultValueFactory = _ => memory.IfmapBytes };
        Option<long> filter = new("--filter-sram") { Description = "Buffer of weights (bytes).", DefaultValueFactory = _ => memory.FilterBytes };
        Option<long> ofmap = new("--ofmap-sram") { Description = "Buffer of outputs and partial sums (bytes).", DefaultValueFactory = _ => memory.OfmapBytes };
        Option<string?> csv = new("--csv") { Description = "Folder for a compute, a bandwidth and an access report a model." };
        Option<bool> json = new("--json") { Description = "Print JSON." };
        Command command = new("layers", "Cycles, utilisation and memory traffic of each fully connected layer on a systolic array.")
        {
            models, batch, array, dataflow, mode, ifmap, filter, ofmap, csv, json,
        };
        command.SetAction(parsed =>
        {
            ArraySetup setup = new(
                s_dataflows[parsed.GetRequiredValue(dataflow)],
                AtLeastOne(array.Name, parsed.GetValue(array)),
                AtLeastOne(batch.Name, parsed.GetValue(batch)),
                new(NotNegative(ifmap.Name, parsed.GetValue(ifmap)), NotNegative(filter.Name, parsed.GetValue(filter)), NotNegative(ofmap.Name, parsed.GetValue(ofmap)), memory.WordBytes));
            bool concatenated = parsed.GetValue(mode) == "parity";
            ArrayReport[] reports = [.. parsed.GetRequiredValue(models).Select(path => ArrayReport.Of(ModelShape.Of(ModelConfigs.Load(ShippedConfigs.Resolve(ShippedConfigs.Models, path))), setup, concatenated))];
            if (parsed.GetValue(csv) is { } folder)
                Array.ForEach(reports, report => AccelLayersText.WriteCsv(report, folder));
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(reports, ConfigFile.Json));
            else
                Array.ForEach(reports, AccelLayersText.Print);
        });
        return command;
    }

    private static int AtLeastOne(string option, int value) =>
        value >= 1 ? value : throw new ConfigException("accel layers", option, $"{value} is below 1.", "Give a whole number of at least 1.");

    private static long NotNegative(string option, long value) =>
        value >= 0 ? value : throw new ConfigException("accel layers", option, $"{value} is negative.", "Give a size in bytes, 0 for none.");
}
