using System.CommandLine;
using System.Text.Json;
using RecPipe.Accelerator.Physical;
using RecPipe.Ranking.Configuration;
using RecPipe.Reporting.Tables;
using static System.FormattableString;

namespace RecPipe.Cli.Commands.Accel;

/// <summary>`recpipe accel area`: what RPAccel costs in silicon and power over a baseline.</summary>
internal static class AccelAreaCommand
{
    public static Command Create()
    {
        DesignSize paper = new();
        Option<int> array = new("--array") { Description = "Processing elements a side; from 32 on in whole 32 x 32 blocks.", DefaultValueFactory = _ => paper.ArraySide };
        Option<long> weight = new("--weight-sram") { Description = "Weights (bytes), in whole 256 KB macros.", DefaultValueFactory = _ => paper.WeightSramBytes };
        Option<long> activation = new("--activation-sram") { Description = "Activations (bytes), in whole 32 KB or 4 KB macros.", DefaultValueFactory = _ => paper.ActivationSramBytes };
        Option<long> embedding = new("--embedding-sram") { Description = "Embedding rows (bytes), in whole 256 KB macros.", DefaultValueFactory = _ => paper.EmbeddingSramBytes };
        Option<bool> json = new("--json") { Description = "Print JSON (um^2 and mW)." };
        Command command = new("area", "Area (mm^2) and power (mW) of RPAccel beside a baseline, from the published synthesis figures.") { array, weight, activation, embedding, json };
        command.SetAction(parsed =>
        {
            MacroComparison comparison = MacroComparison.Of(new DesignSize
            {
                ArraySide = (int)Check(array.Name, parsed.GetValue(array), 1, 1 << 16),
                WeightSramBytes = Check(weight.Name, parsed.GetValue(weight), 0, long.MaxValue / 2),
                ActivationSramBytes = Check(activation.Name, parsed.GetValue(activation), 0, long.MaxValue / 2),
                EmbeddingSramBytes = Check(embedding.Name, parsed.GetValue(embedding), 0, long.MaxValue / 2),
            });
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(comparison, ConfigFile.Json));
            else
                Print(comparison);
        });
        return command;
    }

    private static void Print(MacroComparison comparison)
    {
        Table table = new(
            new("part", IsNumber: false), new("baseline (mm^2)"), new("RPAccel (mm^2)"), new("increase (% of total)"),
            new("baseline (mW)"), new("RPAccel (mW)"), new("increase (% of total)"));
        foreach (ComparedPart part in comparison.Published.Parts.Append(comparison.Published.Total))
            Add(table, part.Name, comparison.Published, part);
        Add(table, "total, both with 32 KB activation macros", comparison.Both32K, comparison.Both32K.Total);
        Add(table, "total, both with 4 KB activation macros", comparison.Both4K, comparison.Both4K.Total);
        Console.WriteLine(table.ToText());
        Console.WriteLine("As published, the activations are in 32 KB macros in the baseline and in 4 KB macros in RPAccel.");
    }

    private static void Add(Table table, string name, DesignComparison comparison, ComparedPart part) => table.Add(
        name, Invariant($"{part.BaselineAreaUm2 / 1_000_000:0.000}"), Invariant($"{part.RpAccelAreaUm2 / 1_000_000:0.000}"), Invariant($"{comparison.PercentOfArea(part):+0.00;-0.00;0.00}"),
        Invariant($"{part.BaselinePowerMw:0.0}"), Invariant($"{part.RpAccelPowerMw:0.0}"), Invariant($"{comparison.PercentOfPower(part):+0.00;-0.00;0.00}"));

    private static long Check(string option, long value, long least, long most) => value >= least && value <= most
        ? value
        : throw new ConfigException("accel area", option, $"{value} is out of range.", $"Give a whole number between {least} and {most}.");
}
