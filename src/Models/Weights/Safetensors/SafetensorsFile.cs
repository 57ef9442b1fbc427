using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Models.Weights.Safetensors;

/// <summary>
/// The format of Hugging Face's safetensors: the header's length (8 bytes, little-endian), a JSON header, then the tensors'
/// bytes, little-endian, in C order, side by side without gaps.
/// </summary>
internal static class SafetensorsFile
{
    private const int LargestHeader = 16 << 20;
    private const string Metadata = "__metadata__";

    public static IEnumerable<WeightTensor> Read(string path, SafeFileHandle file)
    {
        long length = RandomAccess.GetLength(file);
        if (length < 8)
            throw Broken(path, "", $"It is {length} bytes long; the header's length alone takes 8.");
        FileRange whole = new(file, path, 0, length);
        byte[] prefix = new byte[8];
        whole.Read(0, prefix);
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > LargestHeader || (long)headerLength > length - 8)
            throw Broken(path, "", $"Its header claims {headerLength} bytes, the file has {length} and a header at most {LargestHeader}.");
        byte[] header = new byte[headerLength];
        whole.Read(8, header);
        long start = 8 + (long)headerLength;
        List<SafetensorsEntry> entries = Entries(path, header);
        CheckRanges(path, entries, length - start);
        return entries.Select(entry => new WeightTensor(path, entry.Name, new(entry.Type, entry.Shape, entry.End - entry.Begin), new FileRange(file, path, start + entry.Begin, entry.End - entry.Begin)));
    }

    private static List<SafetensorsEntry> Entries(string path, byte[] header)
    {
        List<SafetensorsEntry> entries = [];
        List<ConfigProblem> problems = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Broken(path, "", "Its header is not a JSON object.");
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                try
                {
                    if (!names.Add(property.Name))
                        throw new ConfigException(path, property.Name, "It is there twice.", "Save every tensor under a name of its own.");
                    if (property.Name != Metadata)
                        entries.Add(SafetensorsEntry.Parse(path, property));
                }
                catch (ConfigException e)
                {
                    problems.AddRange(e.Problems);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second: text that is no UTF-8.
            throw Broken(path, "", "Its header is not JSON.");
        }
        ConfigException.ThrowIfAny(problems);
        return entries;
    }

    /// <summary>The format's own rule: every byte belongs to one tensor.</summary>
    private static void CheckRanges(string path, List<SafetensorsEntry> entries, long length)
    {
        long free = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin < free)
                throw Broken(path, entry.Name, "It shares bytes with another tensor.");
            if (entry.Begin > free)
                throw Broken(path, entry.Name, $"{entry.Begin - free} bytes before it belong to no tensor.");
            if (entry.End > length)
                throw Broken(path, entry.Name, $"It ends at byte {entry.End} of {length}.");
            free = entry.End;
        }
        if (free < length)
            throw Broken(path, "", $"{length - free} bytes at its end belong to no tensor.");
    }

    internal static ConfigException Broken(string path, string name, string problem) =>
        new(path, name, problem, "The file is damaged or cut short: save or fetch it again.");
}
