using System.Text.RegularExpressions;
using RecPipe.DashboardTests.Live;
using RecPipe.Tools.Dashboards;

namespace RecPipe.DashboardTests;

/// <summary>All expressions of dashboards and rules.</summary>
internal static partial class Expressions
{
    /// <summary>What Grafana fills in for $__rate_interval when it scrapes once a second, or rather more.</summary>
    private const string RateInterval = "10s";

    /// <summary>Panels' queries and variables' series; their legends' and values' labels must be there.</summary>
    public static IEnumerable<Expression> Of(Dashboard dashboard) =>
    [
        .. dashboard.Variables.Select(variable => new Expression($"{dashboard.Title}, variable {variable.Name}", $"count by ({variable.ValuesOf}) ({variable.Metric})", variable.ValuesOf)),
        .. from panel in dashboard.Rows.SelectMany(row => row.Panels)
           from query in panel.Queries
           select new Expression($"{dashboard.Title}, {panel.Title}", query.Expr, [.. InLegend().Matches(query.Legend).Select(match => match.Groups[1].Value)]),
    ];

    /// <summary>What a rule needs, the labels it names included.</summary>
    public static IEnumerable<Expression> Of(Rule rule)
    {
        Expression[] needed = rule.State is null ? [new($"record {rule.Name}", rule.Name)] : [.. Watched(rule.Query).Select(part => new Expression($"alert {rule.Name}", part))];
        return [.. needed, .. Labels($"rule {rule.Name}", rule.Query)];
    }

    /// <summary>
    /// What an alert compares, without what it is compared with: an alert that is silent has no data, and what it watches must
    /// have some. Each side of "and" and "or" is one, as the other could hide that it is empty.
    /// </summary>
    public static IEnumerable<string> Watched(string query) => AndOr().Split(Unwrapped(query)).Select(part => Balanced(Comparison().Replace(part, "").Trim()));

    /// <summary>The expressions, and that the labels exist which they name: a wrong one in a matcher or a grouping can leave data as it is.</summary>
    public static IEnumerable<Expression> WithLabels(IReadOnlyList<Expression> expressions) =>
        [.. expressions, .. expressions.SelectMany(expression => Labels(expression.Origin, expression.Raw))];

    private static IEnumerable<Expression> Labels(string origin, string query) =>
    [
        .. from selector in Selector().Matches(query)
           from matcher in Matcher().Matches(selector.Groups[2].Value)
           let label = matcher.Groups[1].Value
           select new Expression($"{origin}, matcher", $"count by ({label}) ({selector.Groups[1].Value})", label),
        .. from grouping in Grouping().Matches(query)
           from label in grouping.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           where label != "le"
           select new Expression($"{origin}, grouping", $$"""count by ({{label}}) ({ {{label}}!=""})""", label),
    ];

    /// <summary>Variables in an expression that are the dashboard's own.</summary>
    public static IEnumerable<string> VariablesOf(string raw) => Variable().Matches(raw).Select(match => match.Groups[1].Value);

    public static string Filled(string raw) => Variable().Replace(raw.Replace("$__rate_interval", RateInterval, StringComparison.Ordinal), ".*");

    /// <summary>absent(X) has data when X has none.</summary>
    private static string Unwrapped(string query) => query.StartsWith("absent(", StringComparison.Ordinal) ? query["absent(".Length..^1] : query;

    private static string Balanced(string part)
    {
        int open = part.Count(c => c == '(') - part.Count(c => c == ')');
        return open > 0 ? part[open..] : part[..(part.Length + open)];
    }

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex InLegend();

    [GeneratedRegex(@"\$(?!__)(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"([a-zA-Z_:][\w:]*)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\b(?:by|on|without|ignoring) ?\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\s(?:and|or)\s")]
    private static partial Regex AndOr();

    [GeneratedRegex(@"\s(?:==|!=|>=|<=|>|<)\s*[\w:.]+")]
    private static partial Regex Comparison();
}
