using System.CommandLine;
using System.Text.Json;
using RecPipe.Models.Inspection;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Cli.Commands;

/// <summary>`recpipe models inspect`: what an .onnx file is, and a card to serve it with.</summary>
internal static class ModelsInspectCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "An .onnx file of any origin." };
        Option<bool> json = new("--json") { Description = "Print it as JSON." };
        Option<bool> writeCard = new("--write-card") { Description = "Write the proposed card beside the model." };
        Command command = new("inspect", "Print a model's inputs, outputs and size, and propose a card for it.") { file, json, writeCard };
        command.SetAction(parsed =>
        {
            ModelInspection model = ModelInspector.Inspect(parsed.GetRequiredValue(file));
            string? card = parsed.GetValue(writeCard) ? ModelInspector.WriteCard(model) : null;
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(model, ConfigFile.Json));
            else
                Print(model, card);
        });
        return command;
    }

    private static void Print(ModelInspection model, string? card)
    {
        Console.WriteLine($"{model.File}: {(model.Producer.Length > 0 ? $"by {model.Producer}, " : "")}IR {model.IrVersion}, opset {string.Join(", ", model.Opsets.Select(opset => $"{opset.Key} {opset.Value}"))}");
        Console.WriteLine(FormattableString.Invariant($"{model.Parameters:N0} parameters, {model.Bytes:N0} bytes{(model.ExternalFiles.Count > 0 ? " with " : "")}{string.Join(", ", model.ExternalFiles)}"));
        foreach (TensorDescription input in model.Inputs)
            Console.WriteLine($"input  {input}");
        foreach (TensorDescription output in model.Outputs)
            Console.WriteLine($"output {output}");
        if (model.FixedBatch == 1)
            Console.WriteLine("Its batch is fixed to 1: it is served candidate by candidate, at the cost of a run for each.");
        Console.WriteLine(card is null ? "Proposed card (--write-card writes it):" : $"Wrote {card}:");
        Console.WriteLine(JsonSerializer.Serialize(model.Card, ConfigFile.Json));
        Console.WriteLine(model.Unsure.Count == 0 ? "Nothing of it is in doubt." : "Check these:");
        foreach (string unsure in model.Unsure)
            Console.WriteLine($"- {unsure}");
    }
}
