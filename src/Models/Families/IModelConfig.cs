namespace RecPipe.Models.Families;

/// <summary>A network as its user writes it (configs/models/*.json), of whatever family.</summary>
public interface IModelConfig
{
    /// <summary>What pipelines call the model; also names its files.</summary>
    string Name { get; }

    /// <summary>Which family the other fields belong to.</summary>
    string Family { get; }
}
