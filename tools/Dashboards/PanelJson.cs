using System.Text.Json.Nodes;

namespace RecPipe.Tools.Dashboards;

/// <summary>Writes one panel.</summary>
internal static class PanelJson
{
    public static JsonObject Of(Panel panel, int id, JsonObject place) => new()
    {
        ["id"] = id,
        ["type"] = panel.Kind.ToString().ToLowerInvariant(),
        ["title"] = panel.Title,
        ["description"] = panel.Description,
        ["datasource"] = Source(),
        ["gridPos"] = place,
        ["targets"] = new JsonArray([.. panel.Queries.Select((query, i) => Target(panel, query, i))]),
        ["fieldConfig"] = new JsonObject { ["defaults"] = Defaults(panel), ["overrides"] = new JsonArray([.. panel.Queries.Select(Dashed).OfType<JsonObject>()]) },
        ["options"] = Options(panel),
    };

    /// <summary>The Prometheus that the user chose.</summary>
    public static JsonObject Source() => new() { ["type"] = "prometheus", ["uid"] = "${source}" };

    private static JsonObject Target(Panel panel, Query query, int i) => new()
    {
        ["refId"] = RefId(i),
        ["datasource"] = Source(),
        ["editorMode"] = "code",
        ["expr"] = query.Expr,
        ["legendFormat"] = query.Legend,
        ["format"] = panel.Kind == PanelKind.Heatmap ? "heatmap" : "time_series",
        ["instant"] = panel.Kind == PanelKind.Stat,
        ["range"] = panel.Kind != PanelKind.Stat,
        ["exemplar"] = query.Exemplars,
    };

    private static string RefId(int i) => ((char)('A' + i)).ToString();

    private static JsonObject Defaults(Panel panel)
    {
        JsonObject defaults = new()
        {
            ["unit"] = panel.Unit,
            ["color"] = new JsonObject { ["mode"] = panel.Kind == PanelKind.Stat ? "thresholds" : "palette-classic" },
            ["thresholds"] = new JsonObject { ["mode"] = "absolute", ["steps"] = Steps(panel) },
        };
        if (panel.Kind != PanelKind.Stat)
            defaults["min"] = 0;
        if (panel.Max is double max)
            defaults["max"] = max;
        if (panel.Kind == PanelKind.TimeSeries)
            defaults["custom"] = Drawing(panel);
        return defaults;
    }

    private static JsonArray Steps(Panel panel)
    {
        if (panel.BadBelow is double below)
            return [Step("red", null), Step("green", below)];
        return panel.BadFrom is double from ? [Step("green", null), Step("red", from)] : [Step("green", null)];
    }

    private static JsonObject Step(string color, double? value) => new() { ["color"] = color, ["value"] = value };

    private static JsonObject Drawing(Panel panel) => new()
    {
        ["drawStyle"] = "line",
        ["lineWidth"] = 1,
        ["fillOpacity"] = panel.Stacked ? 30 : 5,
        ["showPoints"] = "never",
        ["spanNulls"] = false,
        ["stacking"] = new JsonObject { ["mode"] = panel.Stacked ? "normal" : "none" },
        ["thresholdsStyle"] = new JsonObject { ["mode"] = panel.BadFrom is null && panel.BadBelow is null ? "off" : "line" },
    };

    private static JsonObject? Dashed(Query query, int i) => !query.Bound ? null : new()
    {
        ["matcher"] = new JsonObject { ["id"] = "byFrameRefID", ["options"] = RefId(i) },
        ["properties"] = new JsonArray(
            new JsonObject { ["id"] = "custom.lineStyle", ["value"] = new JsonObject { ["fill"] = "dash", ["dash"] = new JsonArray(8, 6) } },
            new JsonObject { ["id"] = "custom.fillOpacity", ["value"] = 0 },
            new JsonObject { ["id"] = "custom.stacking", ["value"] = new JsonObject { ["mode"] = "none" } }),
    };

    private static JsonObject Options(Panel panel) => panel.Kind switch
    {
        PanelKind.Stat => new()
        {
            ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false },
            ["colorMode"] = "value",
            ["graphMode"] = "none",
            ["textMode"] = "auto",
            ["wideLayout"] = true,
        },
        PanelKind.Heatmap => new()
        {
            ["calculate"] = false,
            ["yAxis"] = new JsonObject { ["unit"] = panel.Unit },
            ["cellGap"] = 1,
            ["color"] = new JsonObject { ["mode"] = "scheme", ["scheme"] = "Oranges", ["fill"] = "dark-orange", ["reverse"] = false, ["steps"] = 64, ["exponent"] = 0.5, ["scale"] = "exponential" },
            ["filterValues"] = new JsonObject { ["le"] = 1e-9 },
            ["tooltip"] = new JsonObject { ["mode"] = "single", ["yHistogram"] = true },
            ["legend"] = new JsonObject { ["show"] = true },
        },
        _ => new()
        {
            ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = true, ["calcs"] = new JsonArray() },
            ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
        },
    };
}
