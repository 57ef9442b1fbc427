using System.Text.Json;
using System.Text.Json.Serialization;

namespace RecPipe.Ranking.Configuration;

/// <summary>Reads and writes JSON files that people edit: one file, one record.</summary>
public static class ConfigFile
{
    /// <summary>Strict: an unknown or missing member is an error. Comments and trailing commas are allowed.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false), new DurationConverter() },
    };

    private const string Duplicate = "Duplicate property ", Missing = "missing required properties including: ";

    private static readonly JsonDocumentOptions s_lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    /// <exception cref="ConfigException">The file is missing, unreadable, not JSON, or does not fit <typeparamref name="T"/>.</exception>
    public static T Load<T>(string path)
        where T : class
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream, s_lenient);
            if (NullEntry(document.RootElement, "") is { } entry)
                throw new ConfigException(path, entry, "The list entry is null.", "Remove it, or write what belongs there.");
            if (Twice(document.RootElement, "") is { } member)
                throw new ConfigException(path, member, "A field is there twice, with other capital letters.", "Remove one of the two.");
            return document.Deserialize<T>(Json)
                ?? throw new ConfigException(path, "", "The file holds null.", $"Write a {typeof(T).Name} object.");
        }
        catch (JsonException e)
        {
            string field = e.Path is null or "$" ? "" : e.Path.TrimStart('$').TrimStart('.');
            string where = e.LineNumber is long line ? $" (line {line + 1})" : "";
            throw new ConfigException(path, field, Describe(e) + where + ".", "Correct the field; see docs/configuration.md.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException(path, "", e is FileNotFoundException or DirectoryNotFoundException
                ? "There is no such file." : $"It cannot be read: {e.Message}", "Check the path.");
        }
    }

    /// <summary>Path of the first null in a list: no record here has one, and the serializer would let it through.</summary>
    private static string? NullEntry(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .Select(member => NullEntry(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")).FirstOrDefault(found => found is not null),
        JsonValueKind.Array => element.EnumerateArray()
            .Select((entry, i) => entry.ValueKind == JsonValueKind.Null ? $"{path}[{i}]" : NullEntry(entry, $"{path}[{i}]")).FirstOrDefault(found => found is not null),
        _ => null,
    };

    /// <summary>Path of the first field that is there twice but for capital letters, of which readers would take one.</summary>
    private static string? Twice(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().GroupBy(member => member.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(members => members.Count() > 1) is { } twice
            ? $"{path}{twice.Last().Name}"
            : element.EnumerateObject().Select(member => Twice(member.Value, $"{path}{member.Name}.")).FirstOrDefault(found => found is not null),
        JsonValueKind.Array => element.EnumerateArray().Select((entry, i) => Twice(entry, $"{path.TrimEnd('.')}[{i}].")).FirstOrDefault(found => found is not null),
        _ => null,
    };

    public static void Save<T>(string path, T value) => File.WriteAllText(path, JsonSerializer.Serialize(value, Json) + "\n");

    private static string Describe(JsonException e)
    {
        int cut = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        string message = (cut < 0 ? e.Message : e.Message[..cut]).TrimEnd('.');
        return message switch
        {
            _ when message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) => "There is no such field",
            _ when message.Contains("could not be converted to System.Int32", StringComparison.Ordinal) => "It is not a whole number",
            _ when message.Contains("could not be converted to System.Double", StringComparison.Ordinal) => "It is not a number",
            _ when message.Contains("could not be converted to System.String", StringComparison.Ordinal) => "It is not a text in quotes",
            _ when message.Contains("could not be converted to", StringComparison.Ordinal) => "It is not one of the values this field takes",
            _ when message.IndexOf(Missing, StringComparison.Ordinal) is var at and >= 0 => $"Fields are missing: {message[(at + Missing.Length)..].Replace('\'', '"')}",
            _ when message.StartsWith(Duplicate, StringComparison.Ordinal) => $"A field is there twice: {message[Duplicate.Length..].Split(' ')[0]}",
            _ when message.Contains("doesn't allow setting null values", StringComparison.Ordinal) => "It is null",
            _ when message.Contains("Expected depth to be zero", StringComparison.Ordinal) => "The file ends too early: a bracket is not closed",
            _ => message,
        };
    }
}
