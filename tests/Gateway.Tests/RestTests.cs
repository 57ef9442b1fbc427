using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RecPipe.Contracts.Ranking.V1;
using RecPipe.Gateway.Tests.Serving;
using RecPipe.Ranking.Stages;

namespace RecPipe.Gateway.Tests;

public class RestTests
{
    private readonly ScoringStage _stage = new("w");

    [Fact]
    public async Task A_list_is_a_post_away()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.TwoStage());
        using HttpResponseMessage response = await gateway.Http.PostAsJsonAsync("v1/pipelines/two:rank", new { candidates = Samples.Ids, k = 3 });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonElement reply = await response.Content.ReadFromJsonAsync<JsonElement>();
        reply.GetProperty("ranked").EnumerateArray().Select(ranked => ranked.GetProperty("candidate").GetInt32()).ShouldBe(Samples.TwoStageExpected(3));
        reply.GetProperty("stages")[1].GetProperty("candidatesIn").GetInt32().ShouldBe(50);
        reply.GetProperty("degraded").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("two", """{ "candidates": [1, 2], "k": 99 }""", HttpStatusCode.BadRequest, "k: 99")]
    [InlineData("two", """{ "candidates": [] }""", HttpStatusCode.BadRequest, "candidates")]
    [InlineData("two", """{ "candidatesPacked": "AAA=" }""", HttpStatusCode.BadRequest, "candidates_packed")]
    [InlineData("two", """{ "candidates": "no" }""", HttpStatusCode.BadRequest, "")]
    [InlineData("none", """{ "candidates": [1] }""", HttpStatusCode.NotFound, "none")]
    public async Task An_error_is_a_status_and_says_why(string pipeline, string body, HttpStatusCode status, string says)
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.TwoStage());
        using StringContent content = new(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage response = await gateway.Http.PostAsync($"v1/pipelines/{pipeline}:rank", content);
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("message").GetString()!.ShouldContain(says);
    }

    [Fact]
    public async Task Overload_is_429()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.OneStage());
        _stage.Fail["large"] = StageStatus.ResourceExhausted;
        using HttpResponseMessage response = await gateway.Http.PostAsJsonAsync("v1/pipelines/one:rank", new { candidates = Samples.Ids });
        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Pipelines_are_listed()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.TwoStage(), Samples.OneStage());
        JsonElement list = await gateway.Http.GetFromJsonAsync<JsonElement>("v1/pipelines");
        list.GetProperty("pipelines").EnumerateArray().Select(pipeline => pipeline.GetProperty("name").GetString()).ShouldBe(["one", "two"]);
        list.GetProperty("pipelines")[1].GetProperty("stages")[0].GetProperty("keep").GetInt32().ShouldBe(50);
    }

    [Fact]
    public async Task The_OpenAPI_document_names_every_path_and_field()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.OneStage());
        JsonElement document = await gateway.Http.GetFromJsonAsync<JsonElement>("openapi.json");
        document.GetProperty("openapi").GetString().ShouldBe("3.0.3");
        JsonElement rank = document.GetProperty("paths").GetProperty("/v1/pipelines/{pipeline}:rank").GetProperty("post");
        rank.GetProperty("parameters")[0].GetProperty("name").GetString().ShouldBe("pipeline");
        rank.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString().ShouldBe("#/components/schemas/RankRequest");
        document.GetProperty("paths").GetProperty("/v1/pipelines").TryGetProperty("get", out _).ShouldBeTrue();
        JsonElement schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (var message in RankingReflection.Descriptor.MessageTypes.Where(message => message.Fields.InDeclarationOrder().Count > 0))
        {
            IEnumerable<string> fields = schemas.GetProperty(message.Name).GetProperty("properties").EnumerateObject().Select(field => field.Name);
            fields.ShouldBe(message.Fields.InDeclarationOrder().Select(field => field.JsonName));
        }
        schemas.GetProperty("RankRequest").GetProperty("properties").GetProperty("candidates").GetProperty("items").GetProperty("format").GetString().ShouldBe("int32");
    }

    [Fact]
    public async Task The_page_fetches_nothing_from_elsewhere()
    {
        await using GatewayServer gateway = await GatewayServer.StartAsync(_stage, Samples.OneStage());
        using HttpResponseMessage response = await gateway.Http.GetAsync("");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        string page = await response.Content.ReadAsStringAsync();
        page.ShouldContain("openapi.json");
        page.ShouldNotContain("://");
    }
}
