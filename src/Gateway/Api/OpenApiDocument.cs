using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace RecPipe.Gateway.Api;

/// <summary>
/// An OpenAPI 3.0 document of what JSON transcoding serves, read off the protobuf descriptors: paths from the
/// google.api.http rules, schemas from the messages, names and forms by the proto3 JSON mapping.
/// </summary>
internal static class OpenApiDocument
{
    public static JsonObject Of(ServiceDescriptor service, string title, string version)
    {
        JsonObject paths = [];
        SortedDictionary<string, JsonNode?> schemas = new(StringComparer.Ordinal) { ["Error"] = ErrorSchema() };
        foreach (MethodDescriptor method in service.Methods)
        {
            if (method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is not { } rule)
                continue;
            (string verb, string path) = rule.PatternCase switch
            {
                HttpRule.PatternOneofCase.Get => ("get", rule.Get),
                HttpRule.PatternOneofCase.Post => ("post", rule.Post),
                HttpRule.PatternOneofCase.Put => ("put", rule.Put),
                HttpRule.PatternOneofCase.Delete => ("delete", rule.Delete),
                HttpRule.PatternOneofCase.Patch => ("patch", rule.Patch),
                _ => throw new NotSupportedException($"{method.FullName} has no plain HTTP verb."),
            };
            paths[path] ??= new JsonObject();
            paths[path]![verb] = Operation(method, rule, path, schemas);
        }
        return new JsonObject
        {
            ["openapi"] = "3.0.3",
            ["info"] = new JsonObject { ["title"] = title, ["version"] = version },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = new JsonObject(schemas) },
        };
    }

    private static JsonObject Operation(MethodDescriptor method, HttpRule rule, string path, SortedDictionary<string, JsonNode?> schemas)
    {
        JsonObject operation = new()
        {
            ["operationId"] = method.Name,
            ["parameters"] = new JsonArray([.. method.InputType.Fields.InDeclarationOrder()
                .Where(field => path.Contains($"{{{field.Name}}}", StringComparison.Ordinal))
                .Select(field => Parameter(field, schemas))]),
            ["responses"] = new JsonObject
            {
                ["200"] = Content("OK", Reference(method.OutputType, schemas)),
                ["default"] = Content("An error: a gRPC status as HTTP status and body", new JsonObject { ["$ref"] = "#/components/schemas/Error" }),
            },
        };
        if (rule.Body.Length > 0)
        {
            JsonObject body = Content("", Reference(method.InputType, schemas));
            body.Remove("description");
            operation["requestBody"] = body;
        }
        return operation;
    }

    private static JsonObject Parameter(FieldDescriptor field, SortedDictionary<string, JsonNode?> schemas) => new()
    {
        ["name"] = field.JsonName,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = Schema(field, schemas),
    };

    private static JsonObject Content(string description, JsonObject schema) => new()
    {
        ["description"] = description,
        ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } },
    };

    private static JsonObject Reference(MessageDescriptor message, SortedDictionary<string, JsonNode?> schemas)
    {
        if (schemas.TryAdd(message.Name, null))
        {
            JsonObject properties = [];
            foreach (FieldDescriptor field in message.Fields.InDeclarationOrder())
                properties[field.JsonName] = Schema(field, schemas);
            schemas[message.Name] = new JsonObject { ["type"] = "object", ["properties"] = properties };
        }
        return new JsonObject { ["$ref"] = $"#/components/schemas/{message.Name}" };
    }

    private static JsonObject Schema(FieldDescriptor field, SortedDictionary<string, JsonNode?> schemas)
    {
        JsonObject one = field.FieldType switch
        {
            FieldType.Message => Reference(field.MessageType, schemas),
            FieldType.String => Scalar("string"),
            FieldType.Bytes => Scalar("string", "byte"),
            FieldType.Bool => Scalar("boolean"),
            FieldType.Float => Scalar("number", "float"),
            FieldType.Double => Scalar("number", "double"),
            FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Scalar("integer", "int32"),
            FieldType.UInt32 or FieldType.Fixed32 => Scalar("integer", "uint32"),
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Scalar("string", "int64"),
            FieldType.UInt64 or FieldType.Fixed64 => Scalar("string", "uint64"),
            _ => throw new NotSupportedException($"{field.FullName}: {field.FieldType} has no schema here yet."),
        };
        return field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = one } : one;
    }

    private static JsonObject ErrorSchema() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["code"] = Scalar("integer", "int32"), ["message"] = Scalar("string") },
    };

    private static JsonObject Scalar(string type, string? format = null)
    {
        JsonObject schema = new() { ["type"] = type };
        if (format is not null)
            schema["format"] = format;
        return schema;
    }
}
