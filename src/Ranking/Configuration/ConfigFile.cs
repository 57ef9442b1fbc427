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

    /// <exception cref="ConfigException">The file is missing, unreadable, not JSON, or does not fit <typeparamref name="T"/>.</exception>
    public static T Load<T>(string path)
        where T : class
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(stream, Json)
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

    public static void Save<T>(string path, T value) => File.WriteAllText(path, JsonSerializer.Serialize(value, Json) + "\n");

    private static string Describe(JsonException e)
    {
        int cut = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return (cut < 0 ? e.Message : e.Message[..cut]).TrimEnd('.');
    }
}
