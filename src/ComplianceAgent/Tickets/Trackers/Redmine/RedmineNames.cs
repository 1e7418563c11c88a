using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tickets.Trackers.Redmine;

/// <summary>Numbers behind a project's names.</summary>
/// <param name="Tracker">Kind of issue.</param>
/// <param name="Field">Field of our key.</param>
internal sealed record RedmineProject(long Tracker, long Field);

/// <summary>Turns the names in the settings into Redmine's numbers. It drops what it does not know without a word, so every name is looked up first.</summary>
internal sealed class RedmineNames(RedmineConnection redmine, RedmineOptions options)
{
    private const string Section = RedmineOptions.Section;

    /// <summary>Numbers of a project.</summary>
    /// <exception cref="TrackerException">It, its tracker or its field is not there.</exception>
    public async Task<RedmineProject> ProjectAsync(string identifier, CancellationToken cancellationToken)
    {
        var project = await redmine.ProjectAsync(identifier, cancellationToken) ?? throw Refused(Reason.Of("redmine-project-unknown", ("project", identifier), ("setting", Section + ":Project")));
        var tracker = options.Tracker.Length == 0 ? project.Items("trackers").FirstOrDefault() : Named(project.Items("trackers"), options.Tracker);
        var field = Named(project.Items("issue_custom_fields"), options.KeyField);
        return new(
            tracker.Number("id") ?? throw Refused(Reason.Of("redmine-tracker-unknown", ("project", identifier), ("tracker", options.Tracker), ("names", Names(project.Items("trackers"))), ("setting", Section + ":Tracker"))),
            field.Number("id") ?? throw Refused(Reason.Of("redmine-project-without-field", ("project", identifier), ("field", options.KeyField), ("setting", Section + ":KeyField"))));
    }

    /// <summary>Number of the status that a move leads to.</summary>
    /// <exception cref="TrackerException">There is no such status.</exception>
    public async Task<long> StatusAsync(TicketMove move, CancellationToken cancellationToken)
    {
        var all = (await redmine.StatusesAsync(cancellationToken)).Items("issue_statuses").ToList();
        var (name, setting) = move switch
        {
            TicketMove.Reopen => (options.OpenStatus, ":OpenStatus"),
            TicketMove.CloseAsDouble when options.DoubleStatus.Length > 0 => (options.DoubleStatus, ":DoubleStatus"),
            _ => (options.ClosedStatus, ":ClosedStatus"),
        };
        var closes = move != TicketMove.Reopen;
        var found = name.Length == 0 ? all.Find(status => status.IsTrue("is_closed") == closes) : Named(all, name);
        return found.Number("id") is { } id && found.IsTrue("is_closed") == closes
            ? id
            : throw Refused(Reason.Of(closes ? "redmine-closed-status-unknown" : "redmine-open-status-unknown", ("status", name), ("names", Names(all.Where(status => status.IsTrue("is_closed") == closes))), ("setting", Section + setting)));
    }

    /// <summary>Number of a priority; null leaves it to Redmine.</summary>
    /// <exception cref="TrackerException">There is no such priority.</exception>
    public async Task<long?> PriorityAsync(TicketPriority priority, CancellationToken cancellationToken)
    {
        var all = (await redmine.PrioritiesAsync(cancellationToken)).Items("issue_priorities").ToList();
        var (name, setting) = priority == TicketPriority.High ? (options.PriorityHigh, ":PriorityHigh") : (options.PriorityNormal, ":PriorityNormal");
        if (name.Length > 0)
        {
            return Named(all, name).Number("id") ?? throw Refused(Reason.Of("redmine-priority-unknown", ("priority", name), ("names", Names(all)), ("setting", Section + setting)));
        }

        var usual = all.FindIndex(entry => entry.IsTrue("is_default"));
        return usual < 0 ? null : all[priority == TicketPriority.High ? Math.Min(usual + 1, all.Count - 1) : usual].Number("id");
    }

    private static TrackerException Refused(Reason reason) => new(TrackerFault.Refused, reason);

    private static JsonNode? Named(IEnumerable<JsonNode?> entries, string nameOrId)
    {
        var all = entries.ToList();
        return all.Find(entry => entry.Text("name").Equals(nameOrId, StringComparison.OrdinalIgnoreCase)) ?? all.Find(entry => entry.RawText("id") == nameOrId);
    }

    private static string Names(IEnumerable<JsonNode?> entries) => string.Join(", ", entries.Take(20).Select(entry => entry.Text("name")));
}
