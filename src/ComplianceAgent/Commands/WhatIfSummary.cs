using System.Globalization;
using ComplianceAgent.Scanning;

namespace ComplianceAgent.Commands;

/// <summary>Prints what policies would open, withdraw and keep, for people.</summary>
internal static class WhatIfSummary
{
    private const int MostSubjects = 20;

    /// <summary>Writes the tables.</summary>
    public static void Write(Terminal terminal, WhatIf whatIf)
    {
        terminal.Line();
        terminal.Table(["These policies would", "Violations", "Devices"], Totals(whatIf));
        foreach (var (policy, devices) in whatIf.AdviceOnlyCounted)
        {
            terminal.Line($"{policy}: {Number(devices)} personal devices have an app that is advised against; they are counted, nobody is recorded.");
        }

        if (whatIf.Subjects.Count == 0)
        {
            return;
        }

        terminal.Line();
        terminal.Table(["Policy", "App", "Open", "Review", "Advice", "Keep", "Withdraw", "End"], whatIf.Subjects.Take(MostSubjects).Select(Subject));
        if (whatIf.Subjects.Count > MostSubjects)
        {
            terminal.Line($"… and {Number(whatIf.Subjects.Count - MostSubjects)} more: see --json.");
        }

        if (whatIf.Apps.Count > 0)
        {
            terminal.Line();
            terminal.Table(["Found as", "Publisher", "Devices"], whatIf.Apps.Select(app => (IReadOnlyList<string>)[app.Name, app.Publisher, Number(app.Devices)]));
            terminal.Line($"How sure: {string.Join(", ", whatIf.Confidence.Select(pair => $"{Number(pair.Value)} {pair.Key.ToString().ToLowerInvariant()}"))}.");
        }
    }

    private static IEnumerable<IReadOnlyList<string>> Totals(WhatIf whatIf) => whatIf.Totals.OrderBy(pair => pair.Key)
        .Select(pair => (IReadOnlyList<string>)[Say(pair.Key), Number(pair.Value.Violations), Number(pair.Value.Devices)]);

    private static IReadOnlyList<string> Subject(WhatIfSubject subject) =>
    [
        subject.Policy, subject.Name, Number(subject.Open), Number(subject.Review), Number(subject.Advice), Number(subject.Keep), Number(subject.Withdraw), Number(subject.End),
    ];

    private static string Say(WhatIfFate fate) => fate switch
    {
        WhatIfFate.Open => "open",
        WhatIfFate.Review => "send to review",
        WhatIfFate.Advice => "advise against",
        WhatIfFate.Keep => "keep",
        WhatIfFate.Withdraw => "withdraw",
        _ => "end (app or device gone)",
    };

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
