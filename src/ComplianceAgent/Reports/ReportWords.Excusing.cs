using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Reports;

/// <content>The words of excusing acts.</content>
public static partial class ReportWords
{
    /// <summary>How violations are excused.</summary>
    public static string Say(ExcusingKind kind) => English.Say(kind);

    /// <summary>How violations are excused.</summary>
    public static string Say(this Wording words, ExcusingKind kind) => kind switch
    {
        ExcusingKind.CaseDismissed => words["Suspected match dismissed"],
        ExcusingKind.Downgraded => words["Violation made advice, or sent to review"],
        ExcusingKind.ScopeNarrowed => words["Device left out of the scope"],
        ExcusingKind.RuleNarrowed => words["Rule or product narrowed"],
        ExcusingKind.RuleRemoved => words["Rule removed"],
        ExcusingKind.NeverFlagged => words["Never-flag entry added"],
        ExcusingKind.PolicyRemoved => words["Policy taken out of use"],
        _ => words["Policy ended earlier than it said"],
    };

    /// <summary>An act in short: how, of what, and how much it frees.</summary>
    public static string Say(ExcusingAct act) => English.Say(act);

    /// <summary>An act in short: how, of what, and how much it frees.</summary>
    public static string Say(this Wording words, ExcusingAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        var matter = act.Matter;
        string[] parts = [words.Say(matter.Kind), matter.PolicyId, matter.About.Length > 0 ? $"{matter.What} ({matter.About})" : matter.What, words.Freed(matter.Violations, matter.Devices)];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    /// <summary>How much an act frees.</summary>
    public static string Freed(int violations, int devices) => English.Freed(violations, devices);

    /// <summary>How much an act frees.</summary>
    public static string Freed(this Wording words, int violations, int devices) => $"{words.Violations(violations)} "
        + (words.IsOne(devices) ? words.Say("on {0} device", words.Number(devices)) : words.Say("on {0} devices", words.Number(devices)));

    /// <summary>A number of violations.</summary>
    public static string Violations(this Wording words, int number) => words.IsOne(number) ? words.Say("{0} violation", words.Number(number)) : words.Say("{0} violations", words.Number(number));

    /// <summary>A number of devices.</summary>
    public static string Devices(this Wording words, int number) => words.IsOne(number) ? words.Say("{0} device", words.Number(number)) : words.Say("{0} devices", words.Number(number));

    /// <summary>The first person of an act: an account, or a file with its hash before and after.</summary>
    public static string SayFirst(ExcusingAct act) => English.SayFirst(act);

    /// <summary>The first person of an act: an account, or a file with its hash before and after.</summary>
    public static string SayFirst(this Wording words, ExcusingAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return act.Matter.File is { } file ? words.Say("file {0} ({1} to {2})", file.Name, words.Short(file.Before), words.Short(file.After))
            : act.By.Source == Author.OsAccount ? words.Kept(act.By.Name)
            : $"{words.Kept(act.By.Name)}, {words.SaySource(act.By.Kind)}";
    }

    private static string Short(this Wording words, string hash) => hash.Length == 0 ? words["none"] : hash.Length > 12 ? hash[..12] + "…" : hash;
}
