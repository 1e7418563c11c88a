using System.Globalization;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Reports;

/// <content>The words of excusing acts.</content>
public static partial class ReportWords
{
    /// <summary>How violations are excused.</summary>
    public static string Say(ExcusingKind kind) => kind switch
    {
        ExcusingKind.CaseDismissed => "Suspected match dismissed",
        ExcusingKind.Downgraded => "Violation made advice, or sent to review",
        ExcusingKind.ScopeNarrowed => "Device left out of the scope",
        ExcusingKind.RuleNarrowed => "Rule or product narrowed",
        ExcusingKind.RuleRemoved => "Rule removed",
        ExcusingKind.NeverFlagged => "Never-flag entry added",
        ExcusingKind.PolicyRemoved => "Policy taken out of use",
        _ => "Policy ended earlier than it said",
    };

    /// <summary>An act in short: how, of what, and how much it frees.</summary>
    public static string Say(ExcusingAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        string[] parts = [Say(act.Matter.Kind), act.Matter.PolicyId, act.Matter.About.Length > 0 ? $"{act.Matter.What} ({act.Matter.About})" : act.Matter.What, Freed(act.Matter.Violations, act.Matter.Devices)];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    /// <summary>How much an act frees.</summary>
    public static string Freed(int violations, int devices) => string.Create(
        CultureInfo.InvariantCulture, $"{violations:N0} violation{(violations == 1 ? "" : "s")} on {devices:N0} device{(devices == 1 ? "" : "s")}");

    /// <summary>The first person of an act: an account, or a file with its hash before and after.</summary>
    public static string SayFirst(ExcusingAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return act.Matter.File is { } file ? $"file {file.Name} ({Short(file.Before)} to {Short(file.After)})"
            : act.By.Source == Author.OsAccount ? act.By.Name
            : $"{act.By.Name}, {SaySource(act.By.Kind)}";
    }

    private static string Short(string hash) => hash.Length == 0 ? "none" : hash.Length > 12 ? hash[..12] + "…" : hash;
}
