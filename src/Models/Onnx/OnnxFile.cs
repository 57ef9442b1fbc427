using Google.Protobuf;
using RecPipe.Models.Onnx.Proto;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Onnx;

/// <summary>Reads .onnx files of any origin; a file that is none is an error with a remedy.</summary>
internal static class OnnxFile
{
    /// <exception cref="ConfigException">It cannot be read, or is no ONNX model.</exception>
    public static ModelProto Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            ModelProto model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(stream);
            return model.Graph is { Output.Count: > 0 } ? model : throw NoModel(path, "it holds no graph");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw NoModel(path, e.Message.TrimEnd('.'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(path, "", $"It cannot be read: {e.Message}", "Correct the path or the permissions.");
        }
    }

    private static ConfigException NoModel(string path, string why) =>
        new(path, "", $"It is not an ONNX model, or only a part of one: {why}.", "Export the model again, or fetch it again.");
}
