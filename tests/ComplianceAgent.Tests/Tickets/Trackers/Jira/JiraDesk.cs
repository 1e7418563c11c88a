using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>A status of the workflow.</summary>
internal sealed record JiraStatus(string Id, string Name, string Category);

/// <summary>A transition of the workflow.</summary>
/// <param name="Id">Number.</param>
/// <param name="Name">Name.</param>
/// <param name="From">Statuses it is offered in; none for all.</param>
/// <param name="To">Status it leads to.</param>
/// <param name="AsksForResolution">Its screen has the resolution, which must be set.</param>
internal sealed record JiraTransition(string Id, string Name, string[] From, string To, bool AsksForResolution = false);

/// <summary>An issue at one moment.</summary>
internal sealed record JiraIssueState
{
    public required string Key { get; init; }

    public required string Project { get; init; }

    public required string Type { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public string Resolution { get; init; } = "";

    public string Assignee { get; init; } = "";

    /// <summary>Fields as they were set, by id.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableArray<string> Labels { get; init; } = [];

    public ImmutableArray<(string Id, string Body, DateTimeOffset At)> Comments { get; init; } = [];

    public ImmutableArray<(string Type, string Outward)> Links { get; init; } = [];

    public JsonNode? Field(string id) => Fields.TryGetValue(id, out var text) ? JsonNode.Parse(text) : null;
}

/// <summary>An issue with its past, which is what the index goes by.</summary>
internal sealed class JiraStoredIssue(int number)
{
    private readonly List<(DateTimeOffset At, JiraIssueState? State)> past = [];

    public string Id { get; } = number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As it is; null once it was deleted.</summary>
    public JiraIssueState? Now { get; private set; }

    public void Become(JiraIssueState? state, DateTimeOffset at)
    {
        Now = state;
        past.Add((at, state));
    }

    /// <summary>As it was at a moment; null when it was not there.</summary>
    public JiraIssueState? At(DateTimeOffset moment)
    {
        for (var i = past.Count - 1; i >= 0; i--)
        {
            if (past[i].At <= moment)
            {
                return past[i].State;
            }
        }

        return null;
    }
}

/// <summary>The issues, workflow and index of a Jira. Safe for many at once; nothing in it takes longer the more issues there are, but a search for all of ours.</summary>
internal sealed class JiraDesk(TimeProvider clock, IReadOnlyList<JiraStatus> statuses, IReadOnlyList<JiraTransition> transitions)
{
    private readonly Dictionary<string, JiraStoredIssue> issues = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<JiraStoredIssue>> byLabel = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> lastKeys = [];
    private int lastId = 10_000;
    private int lastComment = 20_000;

    /// <summary>One question at a time.</summary>
    public Lock Gate { get; } = new();

    /// <summary>How far the index lies behind.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>Transitions that are not offered, by name.</summary>
    public HashSet<string> Withheld { get; } = [];

    /// <summary>Every issue that there is.</summary>
    public IEnumerable<JiraIssueState> All => issues.Values.Distinct().Select(issue => issue.Now).OfType<JiraIssueState>();

    public JiraStatus Status(string name) => statuses.Single(status => status.Name == name);

    public JiraStoredIssue? Find(string idOrKey) => issues.TryGetValue(idOrKey, out var issue) && issue.Now is not null ? issue : null;

    public JiraStoredIssue Create(string project, string type, ImmutableDictionary<string, string> fields, ImmutableArray<string> labels)
    {
        var issue = new JiraStoredIssue(++lastId);
        var now = clock.GetUtcNow();
        issues[issue.Id] = issue;
        var state = new JiraIssueState { Key = NextKey(project), Project = project, Type = type, Status = statuses[0].Name, Created = now, Updated = now, Fields = fields, Labels = labels };
        issues[state.Key] = issue;
        Become(issue, state);
        return issue;
    }

    public void Change(JiraStoredIssue issue, Func<JiraIssueState, JiraIssueState> change) => Become(issue, change(issue.Now!) with { Updated = clock.GetUtcNow() });

    public string Comment(JiraStoredIssue issue, string body)
    {
        var id = (++lastComment).ToString(CultureInfo.InvariantCulture);
        Change(issue, state => state with { Comments = state.Comments.Add((id, body, clock.GetUtcNow())) });
        return id;
    }

    public IEnumerable<JiraTransition> Offered(JiraIssueState issue) =>
        transitions.Where(move => (move.From.Length == 0 || move.From.Contains(issue.Status)) && move.To != issue.Status && !Withheld.Contains(move.Name));

    public void Move(JiraStoredIssue issue, string status, string resolution) => Change(issue, state => state with
    {
        Status = status,
        Resolution = Status(status).Category != "done" ? "" : resolution.Length > 0 ? resolution : "Done",
    });

    public void ToProject(JiraStoredIssue issue, string project)
    {
        var key = NextKey(project);
        issues[key] = issue;
        Change(issue, state => state with { Key = key, Project = project });
    }

    public void Delete(JiraStoredIssue issue) => issue.Become(null, clock.GetUtcNow());

    /// <summary>What a search finds: every issue as the index knows it.</summary>
    public List<(string Id, JiraIssueState State)> Search(Jql query)
    {
        var (now, seen) = (clock.GetUtcNow(), clock.GetUtcNow() - Lag);
        var candidates = query.Label is { } label ? byLabel.GetValueOrDefault(label) ?? [] : [.. issues.Values.Distinct()];
        var found = candidates.Select(issue => (issue.Id, State: issue.At(seen))).Where(row => row.State is { } state
            && (query.Label is null || state.Labels.Contains(query.Label, StringComparer.OrdinalIgnoreCase))
            && (query.Project is null || state.Project.Equals(query.Project, StringComparison.OrdinalIgnoreCase))
            && (query.UpdatedWithin is not { } within || state.Updated >= now - within));
        IOrderedEnumerable<(string Id, JiraIssueState? State)> sorted = found.OrderBy(_ => 0);
        foreach (var (field, descends) in query.Order)
        {
            Func<(string Id, JiraIssueState? State), (DateTimeOffset, int)> by = row => field switch
            {
                "created" => (row.State!.Created, 0),
                "updated" => (row.State!.Updated, 0),
                _ => (DateTimeOffset.MinValue, int.Parse(row.Id, CultureInfo.InvariantCulture)),
            };
            sorted = descends ? sorted.ThenByDescending(by) : sorted.ThenBy(by);
        }

        return [.. sorted.Select(row => (row.Id, row.State!))];
    }

    private void Become(JiraStoredIssue issue, JiraIssueState state)
    {
        issue.Become(state, clock.GetUtcNow());
        foreach (var label in state.Labels)
        {
            var same = byLabel.TryGetValue(label, out var list) ? list : byLabel[label] = [];
            if (!same.Contains(issue))
            {
                same.Add(issue);
            }
        }
    }

    private string NextKey(string project) => string.Create(CultureInfo.InvariantCulture, $"{project}-{lastKeys[project] = lastKeys.GetValueOrDefault(project) + 1}");
}
