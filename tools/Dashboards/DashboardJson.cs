using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RecPipe.Tools.Dashboards;

/// <summary>Writes dashboards as Grafana's JSON, every panel placed on its grid of 24 columns.</summary>
public static class DashboardJson
{
    /// <summary>Marks on every panel when an alert began to fire.</summary>
    public const string AlertsExpr = "sum by (alertname, severity) (ALERTS{alertstate=\"firing\", alertname=~\"RecPipe.*\"}) > 0";

    private const int Columns = 24;

    private static readonly JsonSerializerOptions s_format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The file's text.</returns>
    public static string Of(Dashboard dashboard) => new JsonObject
    {
        ["uid"] = dashboard.Uid,
        ["title"] = dashboard.Title,
        ["description"] = dashboard.Description,
        ["tags"] = new JsonArray("recpipe"),
        ["schemaVersion"] = 39,
        ["version"] = 1,
        ["editable"] = true,
        ["graphTooltip"] = 1,
        ["refresh"] = "10s",
        ["timezone"] = "",
        ["time"] = new JsonObject { ["from"] = "now-30m", ["to"] = "now" },
        ["links"] = new JsonArray(OtherDashboards()),
        ["annotations"] = new JsonObject { ["list"] = new JsonArray(FiringAlerts()) },
        ["templating"] = new JsonObject { ["list"] = new JsonArray([SourceChoice(), .. dashboard.Variables.Select(Choice)]) },
        ["panels"] = Placed(dashboard.Rows),
    }.ToJsonString(s_format) + "\n";

    private static JsonArray Placed(IReadOnlyList<Row> rows)
    {
        JsonArray placed = [];
        int y = 0;
        foreach (Row row in rows)
        {
            placed.Add(new JsonObject
            {
                ["id"] = placed.Count + 1,
                ["type"] = "row",
                ["title"] = row.Title,
                ["collapsed"] = false,
                ["gridPos"] = Place(0, y++, Columns, 1),
                ["panels"] = new JsonArray(),
            });
            int x = 0, tallest = 0;
            foreach (Panel panel in row.Panels)
            {
                if (x + panel.Width > Columns)
                    (x, y, tallest) = (0, y + tallest, 0);
                placed.Add(PanelJson.Of(panel, placed.Count + 1, Place(x, y, panel.Width, panel.Height)));
                (x, tallest) = (x + panel.Width, Math.Max(tallest, panel.Height));
            }
            y += tallest;
        }
        return placed;
    }

    private static JsonObject Place(int x, int y, int width, int height) => new() { ["h"] = height, ["w"] = width, ["x"] = x, ["y"] = y };

    private static JsonObject SourceChoice() => new()
    {
        ["name"] = "source",
        ["label"] = "Data source",
        ["type"] = "datasource",
        ["query"] = "prometheus",
        ["current"] = new JsonObject { ["text"] = "Prometheus", ["value"] = "prometheus" },
    };

    private static JsonObject Choice(Variable variable) => new()
    {
        ["name"] = variable.Name,
        ["label"] = variable.Label,
        ["type"] = "query",
        ["datasource"] = PanelJson.Source(),
        ["definition"] = variable.Query,
        ["query"] = new JsonObject { ["query"] = variable.Query, ["refId"] = variable.Name },
        ["refresh"] = 2,
        ["sort"] = 1,
        ["multi"] = true,
        ["includeAll"] = true,
        ["allValue"] = ".*",
        ["current"] = new JsonObject { ["selected"] = true, ["text"] = "All", ["value"] = "$__all" },
    };

    private static JsonObject OtherDashboards() => new()
    {
        ["type"] = "dashboards",
        ["title"] = "RecPipe",
        ["tags"] = new JsonArray("recpipe"),
        ["icon"] = "external link",
        ["tooltip"] = "The other dashboards, with the same choices and time",
        ["asDropdown"] = false,
        ["targetBlank"] = false,
        ["includeVars"] = true,
        ["keepTime"] = true,
    };

    private static JsonObject FiringAlerts() => new()
    {
        ["name"] = "Alerts",
        ["enable"] = true,
        ["iconColor"] = "red",
        ["datasource"] = PanelJson.Source(),
        ["expr"] = AlertsExpr,
        ["titleFormat"] = "{{alertname}}",
        ["tagKeys"] = "severity",
        ["step"] = "10s",
    };
}
