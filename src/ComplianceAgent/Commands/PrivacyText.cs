using System.Globalization;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning;
using ComplianceAgent.Violations.Privacy;

namespace ComplianceAgent.Commands;

/// <summary>Prints what became of personal data, for people.</summary>
internal static class PrivacyText
{
    /// <summary>Says what retention erased.</summary>
    public static void Retained(Terminal terminal, RetentionOutcome outcome, bool isDryRun)
    {
        terminal.Line(outcome.Counts.IsNothing ? "Nothing is past retention." : $"Past retention, {(isDryRun ? "would be" : "and")} erased: {Of(outcome.Counts)}.");
        foreach (var note in outcome.Notes)
        {
            terminal.Line(Sentences.Say(note));
        }

        if (isDryRun)
        {
            foreach (var file in outcome.Files)
            {
                terminal.Line("  " + file);
            }

            terminal.Line("Dry run: nothing was written.");
        }
    }

    /// <summary>How much.</summary>
    public static string Of(ErasureCounts counts) =>
        $"the personal data of {Count(counts.Violations, "violation")}, of {Count(counts.Decisions, "decision")}, {Count(counts.EventParts, "personal part")} of events, {Count(counts.Reports, "report file")}";

    /// <summary>What a hold is on.</summary>
    public static string Of(LegalHoldKind kind) => kind switch
    {
        LegalHoldKind.Violation => "violation",
        LegalHoldKind.Device => "device",
        _ => "user",
    };

    /// <summary>A moment in UTC.</summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A number and its noun.</summary>
    public static string Count(int number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {noun}{(number == 1 ? "" : "s")}");
}
