using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Sending;
using ComplianceAgent.Tickets.Text.Templates;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>Looks at what leaves the house: tracker, mail, Teams, and the texts. Sends nothing.</summary>
internal static class OutgoingChecks
{
    /// <summary>The checks.</summary>
    public static IEnumerable<Check> Of(TrackerAccess trackers, MessageChannels channels, NoticeTemplates templates) =>
    [
        new Check("tracker", trackers.Current?.Traits.Name ?? "", TimeSpan.FromSeconds(60), cancel => TrackerAsync(trackers, cancel)),
        new Check("messages", "", TimeSpan.FromSeconds(90), cancel => MessagesAsync(channels, cancel)),
        new Check("templates", "", TimeSpan.FromSeconds(30), _ => Task.FromResult(Of("templates", "", templates.Check(), "every text in every language can be written"))),
    ];

    private static async Task<IReadOnlyList<Finding>> TrackerAsync(TrackerAccess trackers, CancellationToken cancellationToken) => trackers.Current is { } tracker
        ? Of("tracker", tracker.Traits.Name, [.. (await tracker.CheckAsync(cancellationToken)).Select(Sentences.Say)], "signed in; project, fields and rights are there")
        : [Finding.Ok("tracker", "", "none is set (Tickets:Tracker)")];

    private static async Task<IReadOnlyList<Finding>> MessagesAsync(MessageChannels channels, CancellationToken cancellationToken) => channels.Set.Count > 0
        ? Of("messages", string.Join(" and ", channels.Set), [.. (await channels.CheckAsync(cancellationToken)).Select(Sentences.Say)], "the server answers, is trusted, and takes the sender; nothing was sent")
        : [Finding.Ok("messages", "", "neither mail nor Teams is set (Messages:Smtp:Host, Messages:Teams:Url)")];

    private static IReadOnlyList<Finding> Of(string check, string subject, IReadOnlyList<string> faults, string fine) =>
        faults.Count == 0 ? [Finding.Ok(check, subject, fine)] : [.. faults.Select(fault => Finding.Fault(check, subject, fault))];
}
