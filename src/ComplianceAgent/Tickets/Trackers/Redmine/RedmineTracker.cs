using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.Redmine;

/// <summary>Redmine by its REST interface. Our key stands in a custom field that issues can be filtered by; a change, its note and its status are one call.</summary>
internal sealed class RedmineTracker : ITracker
{
    private readonly RedmineOptions options;
    private readonly RedmineConnection redmine;
    private readonly RedmineNames names;

    /// <summary>Creates it; nothing is asked yet.</summary>
    public RedmineTracker(IOptions<RedmineOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options.Value;
        redmine = new RedmineConnection(options, tickets, clients, secrets, clock);
        names = new RedmineNames(redmine, options.Value);
    }

    /// <inheritdoc/>
    public TrackerTraits Traits { get; } = new("redmine", IsReadable: true, Settles: TimeSpan.FromMinutes(2));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Reason>> CheckAsync(CancellationToken cancellationToken) => new RedmineCheck(redmine, names, options).FaultsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RemoteTicket>> FindAsync(string key, CancellationToken cancellationToken)
    {
        TrackerText.Checked(key);
        var field = await FieldAsync(cancellationToken);
        var found = new List<RemoteTicket>();
        await foreach (var issue in IssuesAsync($"cf_{field}={key}", cancellationToken))
        {
            var borne = RedmineIssue.Key(issue, field);
            if (!borne.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                throw RedmineCheck.NoFilter(options);
            }

            if (borne == key)
            {
                found.Add(await OfIssueAsync(issue, field, cancellationToken));
            }
        }

        if (found.Count == 0)
        {
            await redmine.ConfirmSignedInAsync(cancellationToken);
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var issue = await redmine.IssueAsync(TrackerText.CheckedNumber(id, RedmineConnection.Name), withNotes: false, cancellationToken);
        return issue is null ? null : await OfIssueAsync(issue, await FieldAsync(cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RemoteTicket> ChangedSinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await redmine.ConfirmSignedInAsync(cancellationToken);
        var field = await FieldAsync(cancellationToken);
        var moment = since.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        await foreach (var issue in IssuesAsync($"cf_{field}=*&updated_on={Uri.EscapeDataString(">=" + moment)}", cancellationToken))
        {
            if (RedmineIssue.Key(issue, field).Length > 0)
            {
                yield return await OfIssueAsync(issue, field, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> CreateAsync(TicketDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var project = draft.Queue.Length > 0 ? draft.Queue : options.Project;
        var numbers = await names.ProjectAsync(project, cancellationToken);
        var priority = await names.PriorityAsync(draft.Priority, cancellationToken);
        var made = await redmine.CreateAsync(RedmineIssue.New(draft, project, numbers, priority, options.Markup), cancellationToken);
        var id = RedmineIssue.Id(made, TrackerFault.Uncertain);
        return RedmineIssue.Key(made, numbers.Field) == draft.Key
            ? await OfIssueAsync(made, numbers.Field, cancellationToken)
            : throw new TrackerException(TrackerFault.Refused, Reason.Of("redmine-key-not-kept", ("id", id), ("field", options.KeyField)));
    }

    /// <inheritdoc/>
    public async Task<RemoteTicket> ApplyAsync(string id, TicketEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var before = await redmine.IssueAsync(TrackerText.CheckedNumber(id, RedmineConnection.Name), edit.CommentMayExist, cancellationToken) ?? throw Gone(id);
        var changes = edit.Draft is { } draft
            ? RedmineIssue.Differences(before, draft, await names.PriorityAsync(draft.Priority, cancellationToken), options.Markup)
            : [];
        if (edit.Comment is not null && !(edit.CommentMayExist && RedmineIssue.HasNote(before, edit.CommentMark, options.Markup)))
        {
            changes["notes"] = RedmineIssue.Write(TrackerText.WithMark(edit.Comment, edit.CommentMark), options.Markup);
        }

        var isClosed = before.IsTrue("status", "is_closed");
        if (edit.Move is TicketMove.Close or TicketMove.CloseAsDouble ? !isClosed : edit.Move == TicketMove.Reopen && isClosed)
        {
            changes["status_id"] = await names.StatusAsync(edit.Move, cancellationToken);
        }

        if (changes.Count > 0 && !await redmine.ChangeAsync(id, changes, cancellationToken))
        {
            throw Gone(id);
        }

        if (edit.Move == TicketMove.CloseAsDouble)
        {
            await redmine.RelateAsync(id, TrackerText.CheckedNumber(edit.DoubleOf, RedmineConnection.Name), cancellationToken);
        }

        return await OfIssueAsync(changes.Count > 0 ? await VerifiedAsync(id, changes, cancellationToken) : before, await FieldAsync(cancellationToken), cancellationToken);
    }

    private static TrackerException Gone(string id) => new(TrackerFault.Gone, Reason.Of("tracker-ticket-gone", ("tracker", RedmineConnection.Name), ("id", id)));

    /// <summary>Redmine answers a change with 204 also when its workflow or a field's permission left a part of it out, so it is looked at.</summary>
    private async Task<JsonNode> VerifiedAsync(string id, JsonObject changes, CancellationToken cancellationToken)
    {
        var after = await redmine.IssueAsync(id, withNotes: false, cancellationToken) ?? throw Gone(id);
        if (changes.Number("status_id") is { } status && after.Number("status", "id") != status)
        {
            throw new TrackerException(TrackerFault.MoveNotAllowed, Reason.Of("redmine-move-not-allowed", ("id", id), ("status", after.Text("status", "name"))));
        }

        return changes.RawText("subject") is { Length: > 0 } subject && after.RawText("subject") != subject
            ? throw new TrackerException(TrackerFault.Refused, Reason.Of("redmine-change-not-kept", ("id", id)))
            : after;
    }

    private async IAsyncEnumerable<JsonNode?> IssuesAsync(string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            List<JsonNode?> issues = [.. (await redmine.IssuesAsync(filter, page, cancellationToken)).Items("issues")];
            foreach (var issue in issues)
            {
                yield return issue;
            }

            if (issues.Count < options.PageSize)
            {
                yield break;
            }
        }
    }

    private async Task<long> FieldAsync(CancellationToken cancellationToken) => (await names.ProjectAsync(options.Project, cancellationToken)).Field;

    private async Task<RemoteTicket> OfIssueAsync(JsonNode? issue, long field, CancellationToken cancellationToken)
    {
        var id = RedmineIssue.Id(issue, TrackerFault.Unreachable);
        var project = issue.RawText("project", "id");
        var identifier = TrackerText.IsNumber(project) && await redmine.ProjectAsync(project, cancellationToken) is { } known ? known.Text("identifier") : issue.Text("project", "name");
        return new RemoteTicket
        {
            Id = id,
            Key = RedmineIssue.Key(issue, field),
            Status = issue.Text("status", "name"),
            IsClosed = issue.IsTrue("status", "is_closed"),
            Assignee = issue.Text("assigned_to", "name"),
            Queue = identifier,
            ChangedAt = issue.Moment("updated_on"),
            Page = new Uri(options.Url.TrimEnd('/') + "/issues/" + id),
        };
    }
}
