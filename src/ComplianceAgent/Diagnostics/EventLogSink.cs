using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace ComplianceAgent.Diagnostics;

/// <summary>
/// Warnings and worse in the Application event log, when Windows runs the agent as a service: nobody sees its console then. The source is registered by
/// <c>deploy/windows/Install-ComplianceAgent.ps1</c>, because that needs an administrator.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class EventLogSink(ITextFormatter formatter) : ILogEventSink, IDisposable
{
    /// <summary>Name under which the entries stand.</summary>
    public const string Source = "ComplianceAgent";

    // An entry holds 31,839 characters at most.
    private const int MostCharacters = 31_000;

    private readonly EventLog log = new("Application", ".", Source);

    public void Emit(LogEvent logEvent)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        formatter.Format(logEvent, writer);
        var text = writer.ToString();
        log.WriteEntry(
            text.Length <= MostCharacters ? text : text[..MostCharacters] + LogText.CutMark,
            logEvent.Level >= LogEventLevel.Error ? EventLogEntryType.Error : EventLogEntryType.Warning,
            (int)logEvent.Level);
    }

    public void Dispose() => log.Dispose();
}
