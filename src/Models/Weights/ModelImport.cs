using RecPipe.Models.Cards;
using RecPipe.Models.Families;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights;

/// <summary>Builds models of any family here from weights that were trained elsewhere.</summary>
public static class ModelImport
{
    /// <summary>Writes the model's files; an existing model of the name is replaced.</summary>
    /// <param name="config">The model, checked.</param>
    /// <param name="weightFile">.safetensors, .npz or .npy.</param>
    /// <param name="directory">Where the files go; made when absent.</param>
    /// <param name="progress">Share of the tables written, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between blocks and leaves nothing behind.</param>
    /// <exception cref="ConfigException">The weights are not the model's; lists everything, and nothing is written.</exception>
    public static ModelCard Build(IModelConfig config, string weightFile, string directory, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        using WeightFile file = WeightFile.Open(weightFile);
        ModelCard card = config switch
        {
            DlrmConfig dlrm => DlrmImport.Build(dlrm, file, directory, progress: progress, cancellationToken: cancellationToken),
            NeumfConfig neumf => NeumfImport.Build(neumf, file, directory, progress: progress, cancellationToken: cancellationToken),
            _ => throw new ArgumentException($"There are no weights from elsewhere for the family \"{config.Family}\".", nameof(config)),
        };
        card = card with { BuiltFrom = Path.GetFileName(weightFile) };
        string path = Path.Combine(directory, card.Name + ModelCard.Suffix), unfinished = path + $".unfinished-{Environment.ProcessId}";
        ConfigFile.Save(unfinished, card);
        File.Move(unfinished, path, overwrite: true);
        return card;
    }
}
