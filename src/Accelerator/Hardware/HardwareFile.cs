using System.Text.Json.Nodes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Hardware;

/// <summary>Reads hardware files: strict, and everything that is wrong is said at once.</summary>
public static class HardwareFile
{
    /// <param name="path">The file.</param>
    /// <param name="overrides">What-if values by the JSON path of the number they replace; null for none.</param>
    /// <returns>A <see cref="RpAccel"/> or a <see cref="MeasuredDevice"/>.</returns>
    /// <exception cref="ConfigException">It cannot be read, or something in it or in the overrides is wrong.</exception>
    public static HardwareDescription Load(string path, IReadOnlyDictionary<string, double>? overrides = null)
    {
        JsonNode json = ConfigFile.Load<JsonNode>(path);
        try
        {
            FieldReader fields = new(path, json as JsonObject ?? throw NoObject(path), overrides ?? Overrides.None);
            HardwareDescription hardware = fields.OptionalText("kind") switch
            {
                RpAccel.Kind => RpAccelFields.Read(fields),
                MeasuredDevice.Kind => MeasuredFields.Read(fields),
                var kind => throw new ConfigException(path, "kind", kind is null ? "It is missing." : $"\"{kind}\" is no kind of hardware here.",
                    $"Write \"{RpAccel.Kind}\" for a modelled accelerator or \"{MeasuredDevice.Kind}\" for a table of measured times."),
            };
            fields.ThrowIfWrong();
            return hardware;
        }
        catch (ArgumentException e) when (e.Message.Contains("same key", StringComparison.Ordinal))
        {
            throw new ConfigException(path, "", "A field is there twice.", $"Remove one of the two ({e.Message}).");
        }
    }

    /// <summary>A modelled accelerator, where a table of measured times would not do.</summary>
    /// <inheritdoc cref="Load"/>
    public static RpAccel LoadRpAccel(string path, IReadOnlyDictionary<string, double>? overrides = null) =>
        Load(path, overrides) as RpAccel
        ?? throw new ConfigException(path, "kind", "It holds measured times, which have no parts.", $"Give a file of kind \"{RpAccel.Kind}\".");

    private static ConfigException NoObject(string path) => new(path, "", "It is not an object.", "Write { \"kind\": ..., ... }.");
}
