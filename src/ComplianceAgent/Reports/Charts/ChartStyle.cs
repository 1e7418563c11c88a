namespace ComplianceAgent.Reports.Charts;

/// <summary>
/// How charts look. Every colour is a variable, so that a page with a theme of its own sets its own; those given here stand out from a white and from a nearly black ground by more
/// than 3 to 1 (measured in <c>ChartTests</c>). It holds neither <c>&lt;</c> nor <c>&amp;</c>.
/// </summary>
public static class ChartStyle
{
    /// <summary>The style sheet: a constant, never made of data.</summary>
    public const string Sheet = """

        :root { --chart-open: #0f6cbd; --chart-overdue: #b10e1c; --chart-hatch: #ffffff; --chart-allowed: #8a3707; --chart-ground: #cfe4fa; --chart-axis: #616161; --chart-grid: #e0e0e0; --chart-text: #424242; --chart-paper: #ffffff; }
        @media (prefers-color-scheme: dark) { :root { --chart-open: #62abf5; --chart-overdue: #f1707b; --chart-hatch: #1f1f1f; --chart-allowed: #faa06b; --chart-ground: #10293f; --chart-axis: #adadad; --chart-grid: #3a3a3a; --chart-text: #d6d6d6; --chart-paper: #1f1f1f; } }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 20px 28px; }
        .chart { margin: 0; min-width: 0; max-width: 460px; }
        .chart-title { margin: 0 0 4px; font-weight: 600; overflow-wrap: anywhere; }
        .chart-picture { display: block; width: 100%; height: auto; }
        .chart-sentence { margin: 4px 0; overflow-wrap: anywhere; }
        .chart-legend { display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; padding: 0; margin: 2px 0 4px; font-size: 12px; }
        .chart-sample { width: 24px; height: 12px; margin-right: 6px; vertical-align: middle; }
        .chart-figures { position: relative; overflow-x: auto; } .chart-figures th, .chart-figures td { padding: 3px 10px 3px 0; }
        .chart details { font-size: 12px; } .chart summary { cursor: pointer; }
        .chart-label { font: 12px "Segoe UI", system-ui, -apple-system, Roboto, "Liberation Sans", Arial, sans-serif; fill: var(--chart-text); unicode-bidi: isolate; }
        .chart-axis { stroke: var(--chart-axis); stroke-width: 1; } .chart-grid { stroke: var(--chart-grid); stroke-width: 1; }
        .chart-now { stroke: var(--chart-axis); stroke-width: 1; stroke-dasharray: 2 3; }
        .chart-line { fill: none; stroke: var(--chart-open); stroke-width: 2; stroke-linejoin: round; }
        .chart-ground { fill: var(--chart-ground); stroke: none; }
        .chart-allowed { fill: none; stroke: var(--chart-allowed); stroke-width: 2; stroke-dasharray: 6 4; }
        .chart-ring { fill: var(--chart-paper); stroke: var(--chart-open); stroke-width: 2; }
        .chart-dot { fill: var(--chart-open); }
        .chart-bar { fill: var(--chart-open); } .chart-overdue { fill: var(--chart-overdue); } .chart-hatch { stroke: var(--chart-hatch); stroke-width: 2; }
        @media print { .chart { break-inside: avoid; font-size: 8pt; line-height: 1.25; } .chart-sentence { margin: 2pt 0; } .chart-legend { font-size: 7.5pt; } .charts { gap: 8pt 14pt; grid-template-columns: repeat(4, minmax(0, 1fr)); } .chart details { display: none; } .chart-picture, .chart-sample { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }

        """;
}
