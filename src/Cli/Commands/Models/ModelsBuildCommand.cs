using System.CommandLine;
using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Models.Weights;

namespace RecPipe.Cli.Commands.Models;

/// <summary>`recpipe models build`: a model from weights that were trained elsewhere.</summary>
internal static class ModelsBuildCommand
{
    public static Command Create()
    {
        Option<string> config = new("--config") { Description = "Model configuration (configs/models/*.json).", Required = true };
        Option<string> weights = new("--weights") { Description = ".safetensors or .npz, with the names of PyTorch's DLRM or of an NCF.", Required = true };
        Option<string> output = new("--out") { Description = "Folder of the models.", DefaultValueFactory = _ => "models" };
        Command command = new("build", "Make a model from weights that were trained elsewhere.") { config, weights, output };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                IModelConfig model = ModelConfigs.Load(parsed.GetRequiredValue(config));
                string directory = parsed.GetRequiredValue(output);
                ModelCard card = Terminal.WithProgress($"Building {model.Name}", progress =>
                    ModelImport.Build(model, parsed.GetRequiredValue(weights), directory, progress, cancellationToken));
                Console.WriteLine(ModelCardText.Line(card));
            },
            cancellationToken));
        return command;
    }
}
