namespace ComplianceAgent.Reports.Json;

/// <summary>The published schema of the JSON report.</summary>
public static class JsonReportSchema
{
    private static readonly Lazy<string> Shipped = new(Read);

    /// <summary>A JSON Schema, draft 7.</summary>
    public static string Text => Shipped.Value;

    private static string Read()
    {
        using var stream = typeof(JsonReportSchema).Assembly.GetManifestResourceStream("reports/report.schema.json") ?? throw new InvalidOperationException("The schema of the JSON report is not in the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
