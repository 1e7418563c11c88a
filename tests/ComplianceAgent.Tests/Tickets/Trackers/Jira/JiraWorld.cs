using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ComplianceAgent.Inventory;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Tickets.Trackers.Jira;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>The agent set up for a Jira, and the people in that.</summary>
internal sealed class JiraWorld(JiraServer server, bool isCloud) : TrackerWorld
{
    private static readonly ConcurrentDictionary<bool, Lazy<Task<JiraServer>>> Shared = [];

    public JiraServer Server => server;

    public override TrackerKind Kind => TrackerKind.Jira;

    public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Tickets:Jira:Kind"] = isCloud ? "Cloud" : "DataCenter",
        ["Tickets:Jira:Url"] = server.Url,
        ["Tickets:Jira:User"] = isCloud ? JiraServer.User : "",
        ["Tickets:Jira:Token"] = JiraServer.Token,
        ["Tickets:Jira:Project"] = "MDM",
        ["Tickets:Jira:PriorityNormal"] = "Medium",
        ["Tickets:Jira:PriorityHigh"] = "High",
    };

    public override TimeProvider Clock => server.Clock;

    public override string OtherQueue => "OPS";

    public override (string Setting, string Value) BadCredential => ("Tickets:Jira:Token", "not-the-token-of-anybody");

    public override IReadOnlyList<(string Setting, string Value, string Says)> BadSettings { get; } =
    [
        ("Tickets:Jira:Project", "NOWHERE", "\"NOWHERE\" (Tickets:Jira:Project)"),
        ("Tickets:Jira:IssueType", "Riddle", "It has: Task, Incident."),
        ("Tickets:Jira:Project", "STRICT", "Owning team (customfield_10010)"),
        ("Tickets:Jira:PriorityHigh", "Screaming", "no \"Screaming\" (Tickets:Jira:PriorityHigh)"),
        ("Tickets:Jira:DueDateField", "customfield_99999", "\"customfield_99999\" on the screen"),
        ("Tickets:Jira:Fields:0", "Owning team=Purple", "It has: Blue, Green."),
        ("Tickets:Jira:Fields:0", "Nonsense=1", "no field \"Nonsense\""),
        ("Tickets:Jira:Fields:0", "Weight=heavy", "it wants a number"),
        ("Tickets:Jira:DoubleLink", "Twin", "It has: Blocks, Duplicate, Relates."),
        ("Tickets:Jira:Url", server.Url + "/elsewhere", "is Tickets:Jira:Url the right address?"),
    ];

    /// <summary>One server for all tests of a class; they come one after another.</summary>
    public static async Task<JiraWorld> SharedAsync(bool isCloud) => new(
        await Shared.GetOrAdd(isCloud, kind => new Lazy<Task<JiraServer>>(() => StartAsync(kind))).Value, isCloud);

    /// <summary>A server of a test's own.</summary>
    public static async Task<JiraWorld> OwnAsync(bool isCloud) => new(await StartAsync(isCloud), isCloud);

    public override ITracker WithSmallPages() => With(services => services.Configure<JiraOptions>(options => options.PageSize = 3));

    public override string TitleOf(string sent) => ForeignText.Clean(sent) is { Length: > 255 } longer ? longer[..(char.IsHighSurrogate(longer[253]) ? 253 : 254)].TrimEnd() + "…" : ForeignText.Clean(sent);

    public override Task SettleAsync()
    {
        server.Clock.Advance(server.Desk.Lag);
        return Task.CompletedTask;
    }

    public override Task<SeenTicket> SeeAsync(string id, CancellationToken cancellationToken)
    {
        var issue = State(id);
        return Task.FromResult(new SeenTicket((string)issue.Field("summary")!, Read(issue.Field("description")), [.. issue.Comments.Select(comment => Read(JsonNode.Parse(comment.Body)))]));
    }

    public override Task CloseAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, issue => server.Desk.Move(issue, isCloud ? "Done" : "Resolved", isCloud ? "" : "Fixed"));

    public override Task DeleteAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, server.Desk.Delete);

    public override Task MoveAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, issue => server.Desk.ToProject(issue, OtherQueue));

    public JiraIssueState State(string id)
    {
        lock (server.Desk.Gate)
        {
            return server.Desk.Find(id)!.Now!;
        }
    }

    public Task ChangeAsync(string id, Action<JiraStoredIssue> change)
    {
        lock (server.Desk.Gate)
        {
            change(server.Desk.Find(id)!);
        }

        return Task.CompletedTask;
    }

    private static async Task<JiraServer> StartAsync(bool isCloud)
    {
        var server = new JiraServer(isCloud);
        server.Desk.Lag = isCloud ? TimeSpan.FromSeconds(120) : TimeSpan.FromSeconds(5);
        await server.StartAsync(CancellationToken.None);
        return server;
    }

    private string Read(JsonNode? text) => text is null ? "" : isCloud ? Adf.Text(text) : WikiText.Text((string)text!);
}
