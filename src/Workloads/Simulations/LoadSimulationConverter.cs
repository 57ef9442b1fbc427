using System.Text.Json;
using System.Text.Json.Serialization;

namespace RecPipe.Workloads.Simulations;

/// <summary>An object with one member that names the simulation: { "keepConstant": { "copies": 4, "during": "10s" } }.</summary>
internal sealed class LoadSimulationConverter : JsonConverter<LoadSimulation>
{
    private static readonly (string Name, Type Type)[] s_kinds =
    [
        ("inject", typeof(Inject)),
        ("rampingInject", typeof(RampingInject)),
        ("keepConstant", typeof(KeepConstant)),
        ("pause", typeof(Pause)),
    ];

    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(LoadSimulation);

    public override LoadSimulation Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            throw Unexpected();
        string? name = reader.GetString();
        Type? type = s_kinds.FirstOrDefault(kind => kind.Name == name).Type ?? throw Unexpected();
        reader.Read();
        LoadSimulation simulation = ReadMembers(ref reader, name!, type, options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject)
            throw new JsonException("One simulation an object: write the next one as an object of its own.");
        return simulation;
    }

    public override void Write(Utf8JsonWriter writer, LoadSimulation value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(s_kinds.First(kind => kind.Type == value.GetType()).Name);
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
        writer.WriteEndObject();
    }

    /// <summary>An error inside names the simulation and leaves the path to the caller, who knows the index.</summary>
    private static LoadSimulation ReadMembers(ref Utf8JsonReader reader, string name, Type type, JsonSerializerOptions options)
    {
        try
        {
            return (LoadSimulation?)JsonSerializer.Deserialize(ref reader, type, options) ?? throw Unexpected();
        }
        catch (JsonException e) when (e.Path is not null)
        {
            int cut = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
            throw new JsonException($"{name}{e.Path.TrimStart('$')}: {(cut < 0 ? e.Message : e.Message[..cut])}", e);
        }
    }

    private static JsonException Unexpected() =>
        new($$"""Expected an object with one of {{string.Join(", ", s_kinds.Select(kind => kind.Name))}}, for example { "inject": { "rate": 100, "during": "30s" } }.""");
}
