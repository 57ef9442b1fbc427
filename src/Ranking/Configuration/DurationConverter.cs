using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RecPipe.Ranking.Configuration;

/// <summary>Times in configuration: "250us", "15ms", "2s", "1.5min", or the round-trip form "00:00:00.015".</summary>
public sealed class DurationConverter : JsonConverter<TimeSpan>
{
    private static readonly (string Suffix, double Seconds)[] s_units =
        [("us", 1e-6), ("ms", 1e-3), ("min", 60), ("h", 3600), ("s", 1)];

    /// <summary>Reads a duration as a person writes it.</summary>
    /// <returns>False when the text is not a duration.</returns>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (text is null)
            return false;
        foreach ((string suffix, double seconds) in s_units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            if (!double.TryParse(text.AsSpan(0, text.Length - suffix.Length).TrimEnd(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || !double.IsFinite(value) || Math.Abs(value * seconds) > TimeSpan.MaxValue.TotalSeconds / 2)
                return false;
            duration = TimeSpan.FromTicks((long)Math.Round(value * seconds * TimeSpan.TicksPerSecond));
            return true;
        }
        return text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
    }

    /// <summary>The shortest form that reads back as the same duration.</summary>
    public static string Format(TimeSpan duration)
    {
        (string suffix, double seconds) = Math.Abs(duration.TotalSeconds) switch
        {
            >= 1 or 0 => ("s", 1.0),
            >= 1e-3 => ("ms", 1e-3),
            _ => ("us", 1e-6),
        };
        return (duration.Ticks / (double)TimeSpan.TicksPerSecond / seconds).ToString("0.#######", CultureInfo.InvariantCulture) + suffix;
    }

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out TimeSpan duration)
            ? duration
            : throw new JsonException("""Expected a duration such as "15ms".""");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));
}
