using System.Text.RegularExpressions;

namespace RecPipe.Reporting.Html;

/// <summary>The style sheet of a report page. Free of &lt;, &gt; and &amp;, which XML would escape and a browser would not read back.</summary>
internal static partial class PageStyle
{
    private const string Light = """

        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --grid: #e4e8ee; --page: #ffffff; --panel: #f6f8fa; --good: #0f7b45; --bad: #b3261e;
          --s0: #2463c7; --s1: #c75b12; --s2: #12836b; --s3: #b4287c; --s4: #6f4bc4; --s5: #8a6d00; --s6: #0b7fa3; --s7: #5b6675; }

        """;

    private const string Page = """
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6eaf0; --soft: #9aa6b5; --grid: #2c3540; --page: #12171d; --panel: #1a2129; --good: #58c98f; --bad: #ff8a80;
            --s0: #7db0ff; --s1: #ffa45c; --s2: #4fd1b3; --s3: #ff8acb; --s4: #b79cff; --s5: #e3c34d; --s6: #5ecbf0; --s7: #a9b4c2; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 1040px; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--grid); text-align: left; } th { color: var(--soft); font-weight: 600; }
        th.number, td.number { text-align: right; } td { white-space: nowrap; }
        .sortable th { cursor: pointer; } th[aria-sort=ascending]::after { content: " \25B4"; } th[aria-sort=descending]::after { content: " \25BE"; }
        input[type=search] { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--grid); border-radius: 6px; padding: .3rem .6rem; width: min(28rem, 100%); }
        .scroll { overflow-x: auto; margin: 1rem 0; }
        figure { margin: 1.2rem 0; padding: .8rem; background: var(--panel); border-radius: 8px; } figcaption { font-weight: 600; margin-bottom: .3rem; }
        svg { width: 100%; height: auto; display: block; }
        .callout { padding: .5rem .8rem; border-left: 4px solid; background: var(--panel); } .good { border-color: var(--good); } .bad { border-color: var(--bad); }

        """;

    private const string Charts = """
        .grid { stroke: var(--grid); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; }
        text { fill: var(--ink); font: 12px system-ui, sans-serif; } text.tick { fill: var(--soft); font-variant-numeric: tabular-nums; }
        .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; } .marker { fill: currentColor; stroke: var(--panel); stroke-width: 1; }
        .hover { fill: currentColor; opacity: 0; } .hover:hover { opacity: 1; }
        .s0 { color: var(--s0); } .s1 { color: var(--s1); } .s2 { color: var(--s2); } .s3 { color: var(--s3); }
        .s4 { color: var(--s4); } .s5 { color: var(--s5); } .s6 { color: var(--s6); } .s7 { color: var(--s7); }

        """;

    /// <summary>Of a page, light or dark as the reader's browser is set.</summary>
    public const string Css = Light + Page + Charts;

    /// <summary>Of a chart alone, in the light colours, without variables: not only browsers draw it.</summary>
    public static string ChartCss { get; } = Variable().Replace(Charts, use => Regex.Match(Light, $"{use.Groups[1].Value}: ([^;]+);").Groups[1].Value);

    [GeneratedRegex(@"var\((--[a-z0-9]+)\)")]
    private static partial Regex Variable();
}
