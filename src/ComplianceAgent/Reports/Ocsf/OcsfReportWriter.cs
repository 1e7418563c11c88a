using System.Text.Json;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Reports.Ocsf;

/// <summary>
/// OCSF Compliance Finding events, one JSON object a line: first one for each policy as a whole, so that a file of a clean fleet is not empty and a collector sees that the agent looked, then one for each
/// violation, live or recently ended.
/// </summary>
internal sealed class OcsfReportWriter : IReportWriter
{
    public string Format => ReportFormats.Ocsf;

    public string FileEnding => "-ocsf.jsonl";

    public async Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken)
    {
        var words = Wording.Of(model.Language);
        var line = new MemoryStream();
        foreach (var verdict in PolicyVerdict.Of(model))
        {
            await WriteAsync(line, json => OcsfEvents.Policy(json, model, verdict, words), output, cancellationToken);
        }

        foreach (var row in model.Violations.Concat(model.Resolved).Concat(model.Withdrawn).Concat(model.NoLongerManaged))
        {
            await WriteAsync(line, json => OcsfEvents.Violation(json, model, row, words), output, cancellationToken);
        }
    }

    private static async Task WriteAsync(MemoryStream line, Action<Utf8JsonWriter> write, Stream output, CancellationToken cancellationToken)
    {
        line.SetLength(0);
        await using (var json = new Utf8JsonWriter(line))
        {
            write(json);
        }

        line.Write("\n"u8);
        await output.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length), cancellationToken);
    }
}
