using RecPipe.Models.Onnx.Proto;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Onnx;

/// <summary>Looks into an .onnx file for the files its tensors lie in.</summary>
internal static class ExternalFiles
{
    private const string Location = "location";

    /// <summary>Locations as the model states them, relative to it.</summary>
    /// <exception cref="ConfigException">It is no ONNX model.</exception>
    public static IReadOnlyList<string> Of(string modelPath) => Of(OnnxFile.Read(modelPath));

    /// <inheritdoc cref="Of(string)"/>
    public static IReadOnlyList<string> Of(ModelProto model) =>
    [
        .. GraphWalk.Tensors(model)
            .Where(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External)
            .SelectMany(tensor => tensor.ExternalData.Where(entry => entry.Key == Location).Select(entry => entry.Value).DefaultIfEmpty(""))
            .Distinct(),
    ];
}
