using System.Text.Json;
using System.Text.Json.Serialization;
using HdrHistogram;
using HdrHistogram.Utilities;

namespace RecPipe.Workloads.Statistics;

/// <summary>
/// { "hdr": "...", "sumTicks": 1, "maxTicks": 1 }: the histogram of microseconds in HdrHistogram's own compressed encoding,
/// base64, which its tools for other languages read too; sum and maximum in units of 100 ns, which the histogram rounds.
/// </summary>
internal sealed class LatencyRecorderConverter : JsonConverter<LatencyRecorder>
{
    private const int HighestDigits = 5;

    public override LatencyRecorder Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Encoded encoded = JsonSerializer.Deserialize<Encoded>(ref reader, options) ?? throw new JsonException("Expected a histogram.");
        HistogramBase counts = Decode(encoded.Hdr);
        if (counts.NumberOfSignificantValueDigits is < 1 or > HighestDigits || counts.HighestTrackableValue > LatencyRecorder.HighestMicroseconds)
            throw new JsonException("The histogram is not one of latencies from 1 us to 10 min.");
        if (encoded.SumTicks < 0 || encoded.MaxTicks < 0)
            throw new JsonException("The histogram's sum or maximum is negative.");
        return new(counts, encoded.SumTicks, encoded.MaxTicks);
    }

    public override void Write(Utf8JsonWriter writer, LatencyRecorder value, JsonSerializerOptions options)
    {
        ByteBuffer buffer = ByteBuffer.Allocate(value.Counts.GetNeededByteBufferCapacity());
        byte[] bytes = new byte[value.Counts.EncodeIntoCompressedByteBuffer(buffer)];
        buffer.Position = 0;
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = buffer.Get();
        Encoded encoded = new(Convert.ToBase64String(bytes), value.SumTicks, value.MaxTicks);
        JsonSerializer.Serialize(writer, encoded, options);
    }

    private static HistogramBase Decode(string hdr)
    {
        try
        {
            return HistogramEncoding.DecodeFromCompressedByteBuffer(ByteBuffer.Allocate(Convert.FromBase64String(hdr)), 0);
        }
        catch (Exception e) // the decoder checks little: what it throws depends on which byte is wrong
        {
            throw new JsonException($"The histogram cannot be decoded: {e.Message}", e);
        }
    }

    private sealed record Encoded(string Hdr, long SumTicks, long MaxTicks);
}
