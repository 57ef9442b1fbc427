using System.Text.Json;
using System.Text.Json.Nodes;
using RecPipe.Ranking.Configuration;

namespace RecPipe.Accelerator.Hardware;

/// <summary>Writes hardware files of kind "measured"; <see cref="HardwareFile"/> reads them.</summary>
public static class MeasuredFile
{
    /// <summary>Milliseconds have as many digits as one can measure: 0.1 us.</summary>
    private const int Digits = 4;

    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save(string path, MeasuredDevice device) => File.WriteAllText(path, Write(device));

    /// <summary>The file's text.</summary>
    public static string Write(MeasuredDevice device)
    {
        JsonObject json = new() { ["kind"] = MeasuredDevice.Kind, ["name"] = device.Name, ["provenance"] = device.Provenance };
        if (device.Machine is { } machine)
            json["machine"] = machine;
        if (device.Version is { } version)
            json["version"] = version;
        if (device.Cores > 0)
            json["cores"] = device.Cores;
        json["models"] = Section(device.Models, points => Points(points, Point));
        if (device.Variation.Count > 0)
            json["variation"] = Section(device.Variation, Numbers);
        if (device.RestedVariation.Count > 0)
            json["restedVariation"] = Section(device.RestedVariation, Numbers);
        if (device.CoolingMilliseconds > 0)
            json["coolingMs"] = Rounded(device.CoolingMilliseconds);
        if (device.Overhead is { } overhead)
            json["overhead"] = Overhead(overhead);
        return json.ToJsonString(s_json) + "\n";
    }

    private static readonly JsonSerializerOptions s_json = new(ConfigFile.Json) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonObject Overhead(MeasuredOverhead overhead)
    {
        JsonObject json = new() { ["query"] = Points(overhead.Query, Cost), ["stage"] = Points(overhead.Stage, Cost) };
        if (overhead.Variation.Count > 0)
            json["variation"] = Numbers(overhead.Variation);
        if (overhead.StageVariation.Count > 0)
            json["stageVariation"] = Numbers(overhead.StageVariation);
        return json;
    }

    private static JsonObject Section<T>(IReadOnlyDictionary<string, T> section, Func<T, JsonNode> write) =>
        new(section.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)write(entry.Value))));

    private static JsonArray Points<T>(IReadOnlyList<T> points, Func<T, JsonNode> write) => [.. points.Select(write)];

    private static JsonObject Point(MeasuredTime point)
    {
        JsonObject json = new() { ["items"] = point.Items, ["ms"] = Rounded(point.Milliseconds) };
        if (point.RestedMilliseconds is { } rested)
            json["restedMs"] = Rounded(rested);
        if (point.BusyMilliseconds.Count > 0)
            json["busyMs"] = Numbers(point.BusyMilliseconds);
        return json;
    }

    private static JsonObject Cost(MeasuredCost cost) =>
        new() { ["items"] = cost.Items, ["ms"] = Rounded(cost.Milliseconds), ["cpuMs"] = Rounded(cost.CpuMilliseconds) };

    private static JsonArray Numbers(IReadOnlyList<double> numbers) => [.. numbers.Select(number => JsonValue.Create(Rounded(number)))];

    private static double Rounded(double value) => Math.Round(value, Digits);
}
