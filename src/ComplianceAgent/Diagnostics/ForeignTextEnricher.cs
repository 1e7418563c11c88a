using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace ComplianceAgent.Diagnostics;

/// <summary>Escapes every text property of a log event, whatever sink it goes to.</summary>
internal sealed class ForeignTextEnricher : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var (name, value) in logEvent.Properties.ToArray())
        {
            if (value is ScalarValue { Value: string text } && LogText.Escape(text) is var safe && !ReferenceEquals(safe, text))
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(safe)));
            }
        }
    }
}

/// <summary>
/// Escapes what the inner formatter wrote, exceptions included, and indents every line after the first, so that no foreign text can
/// pass for a log line of its own.
/// </summary>
internal sealed class OneEventFormatter(ITextFormatter inner) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        inner.Format(logEvent, text);
        var lines = LogText.EscapeKeepingLines(text.ToString()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            output.Write(i == 0 ? "" : "    ");
            output.Write(lines[i].TrimEnd('\r'));
            output.Write('\n');
        }
    }
}
