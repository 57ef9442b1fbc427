using System.Text.Json;
using RecPipe.Contracts.Ranking.V1;

namespace RecPipe.Gateway.Api;

/// <summary>GET /openapi.json, and / as a page that shows it and tries requests, with nothing fetched from elsewhere.</summary>
internal static class ApiPages
{
    private const string PageResource = "RecPipe.Gateway.Api.page.html";

    public static void MapApiPages(this WebApplication app)
    {
        string version = typeof(ApiPages).Assembly.GetName().Version!.ToString(3);
        string document = OpenApiDocument
            .Of(RankingReflection.Descriptor.Services.Single(), "RecPipe gateway", version)
            .ToJsonString(new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true });
        string page = ReadPage();
        app.MapGet("/openapi.json", () => Results.Text(document, "application/json"));
        app.MapGet("/", () => Results.Text(page, "text/html; charset=utf-8"));
    }

    private static string ReadPage()
    {
        using Stream stream = typeof(ApiPages).Assembly.GetManifestResourceStream(PageResource)
            ?? throw new InvalidOperationException($"The resource {PageResource} is missing from this build.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
