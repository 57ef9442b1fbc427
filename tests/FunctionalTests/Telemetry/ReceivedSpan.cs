using RecPipe.FunctionalTests.Telemetry.Otlp;

namespace RecPipe.FunctionalTests.Telemetry;

/// <summary>A span as it came over the wire. Ids are in hexadecimal; an empty parent is none.</summary>
internal sealed record ReceivedSpan(string Service, string Source, string Name, string Trace, string Id, string Parent, IReadOnlyDictionary<string, AnyValue> Attributes)
{
    public static IEnumerable<ReceivedSpan> Of(ExportTraceServiceRequest request) =>
        from resource in request.ResourceSpans
        from scope in resource.ScopeSpans
        from span in scope.Spans
        select new ReceivedSpan(
            resource.Resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.StringValue, scope.Scope.Name, span.Name,
            Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId), span.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value));

    public static string Hex(Google.Protobuf.ByteString id) => Convert.ToHexStringLower(id.Span);
}
