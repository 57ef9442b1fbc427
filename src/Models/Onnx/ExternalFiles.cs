using RecPipe.Models.Onnx.Proto;

namespace RecPipe.Models.Onnx;

/// <summary>Looks into an .onnx file for the files its tensors lie in.</summary>
internal static class ExternalFiles
{
    /// <summary>Locations as the model states them, relative to it.</summary>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">It is no ONNX model.</exception>
    public static IReadOnlyList<string> Of(string modelPath)
    {
        using FileStream stream = File.OpenRead(modelPath);
        ModelProto model = ModelProto.Parser.ParseFrom(stream);
        return [.. (model.Graph?.Initializer ?? [])
            .Where(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External)
            .SelectMany(tensor => tensor.ExternalData)
            .Where(entry => entry.Key == "location")
            .Select(entry => entry.Value)
            .Distinct()];
    }
}
