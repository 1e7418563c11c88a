using ComplianceAgent.Diagnostics;

namespace ComplianceAgent.Reports;

/// <summary>The formats a report can be had in, and how <c>--format</c> is read.</summary>
public static class ReportFormats
{
    /// <summary>One self-contained page.</summary>
    public const string Html = "html";

    /// <summary>Plain tables, one file each.</summary>
    public const string Csv = "csv";

    /// <summary>One object.</summary>
    public const string Json = "json";

    /// <summary>One workbook.</summary>
    public const string Xlsx = "xlsx";

    /// <summary>OSCAL assessment results.</summary>
    public const string Oscal = "oscal";

    /// <summary>OCSF Compliance Finding events.</summary>
    public const string Ocsf = "ocsf";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Html, Csv, Json, Xlsx, Oscal, Ocsf];

    /// <summary>Those written when none is named: by a scan and by <c>report</c>.</summary>
    public static IReadOnlyList<string> Usual { get; } = [Html, Csv, Json, Xlsx];

    /// <summary>Reads a list such as <c>html,csv</c>; false with a message for people when a format is not known or none is named.</summary>
    public static bool TryParse(string? text, out IReadOnlyList<string> formats, out string error)
    {
        formats = [.. (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(format => format.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
        var unknown = formats.Where(format => !All.Contains(format)).ToList();
        error = (formats, unknown) switch
        {
            ({ Count: 0 }, _) => $"No report format was named; choose from {string.Join(", ", All)}.",
            (_, { Count: > 0 }) => $"Unknown report format {LogText.Escape(string.Join(", ", unknown), 200)}; choose from {string.Join(", ", All)}.",
            _ => "",
        };
        return error.Length == 0;
    }
}
