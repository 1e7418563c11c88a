using System.Collections.Concurrent;
using ComplianceAgent.Inventory;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Tickets.Trackers.ServiceNow;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Tickets.Trackers.ServiceNow;

/// <summary>The agent set up for a ServiceNow, and the people in that.</summary>
internal sealed class ServiceNowWorld(ServiceNowServer server, bool usesOAuth) : TrackerWorld
{
    private static readonly ConcurrentDictionary<bool, Lazy<Task<ServiceNowServer>>> Shared = [];

    public ServiceNowServer Server => server;

    public override TrackerKind Kind => TrackerKind.ServiceNow;

    public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["Tickets:ServiceNow:Url"] = server.Url,
        ["Tickets:ServiceNow:AssignmentGroup"] = "Mobile desk",
        ["Tickets:ServiceNow:Caller"] = "desk.caller",
        ["Tickets:ServiceNow:UrgencyNormal"] = "3",
        ["Tickets:ServiceNow:UrgencyHigh"] = "2",
        [usesOAuth ? "Tickets:ServiceNow:ClientId" : "Tickets:ServiceNow:User"] = usesOAuth ? ServiceNowServer.ClientId : ServiceNowServer.User,
        [usesOAuth ? "Tickets:ServiceNow:ClientSecret" : "Tickets:ServiceNow:Password"] = usesOAuth ? ServiceNowServer.ClientSecret : ServiceNowServer.Password,
    };

    public override TimeProvider Clock => server.Clock;

    public override string OtherQueue => "Field support";

    public override (string Setting, string Value) BadCredential => (usesOAuth ? "Tickets:ServiceNow:ClientSecret" : "Tickets:ServiceNow:Password", "not-the-secret-of-anybody");

    public override IReadOnlyList<(string Setting, string Value, string Says)> BadSettings { get; } =
    [
        ("Tickets:ServiceNow:Table", "incidents", "Invalid table incidents"),
        ("Tickets:ServiceNow:AssignmentGroup", "Nobody", "no assignment group \"Nobody\" (Tickets:ServiceNow:AssignmentGroup)"),
        ("Tickets:ServiceNow:AssignmentGroup", "Twin", "several of assignment group \"Twin\""),
        ("Tickets:ServiceNow:Caller", "no.body", "no user \"no.body\" (Tickets:ServiceNow:Caller)"),
        ("Tickets:ServiceNow:CloseNotesField", "u_nonsense", "has no field \"u_nonsense\""),
        ("Tickets:ServiceNow:Fields:0", "u_nothing=1", "has no field \"u_nothing\""),
        ("Tickets:ServiceNow:Url", server.Url + "/elsewhere", "is Tickets:ServiceNow:Url the right address?"),
    ];

    /// <summary>One server for all tests of a class; they come one after another.</summary>
    public static async Task<ServiceNowWorld> SharedAsync(bool usesOAuth) => new(
        await Shared.GetOrAdd(usesOAuth, kind => new Lazy<Task<ServiceNowServer>>(() => StartAsync(kind))).Value, usesOAuth);

    /// <summary>A server of a test's own.</summary>
    public static async Task<ServiceNowWorld> OwnAsync(bool usesOAuth) => new(await StartAsync(usesOAuth), usesOAuth);

    public override ITracker WithSmallPages() => With(services => services.Configure<ServiceNowOptions>(options => options.PageSize = 3));

    public override string TitleOf(string sent) => ForeignText.Clean(sent) is { Length: > 160 } longer ? longer[..(char.IsHighSurrogate(longer[158]) ? 158 : 159)].TrimEnd() + "…" : ForeignText.Clean(sent);

    public override Task<SeenTicket> SeeAsync(string id, CancellationToken cancellationToken)
    {
        var row = Row(id);
        return Task.FromResult(new SeenTicket(row["short_description"], row["description"], [.. row.Journal.Select(entry => entry.Text)]));
    }

    public override Task CloseAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, ("state", "6"), ("close_code", "Solution provided"), ("close_notes", "Removed."));

    public override Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        lock (server.Tables.Gate)
        {
            server.Tables.Delete("incident", Row(id));
        }

        return Task.CompletedTask;
    }

    public override Task MoveAsync(string id, CancellationToken cancellationToken) =>
        ChangeAsync(id, ("assignment_group", server.Tables.Rows("sys_user_group").Single(group => group["name"] == OtherQueue).SysId));

    public ServiceNowRow Row(string number)
    {
        lock (server.Tables.Gate)
        {
            return server.Tables.ByNumber(number)!;
        }
    }

    public Task ChangeAsync(string number, params (string Field, string Value)[] changes)
    {
        lock (server.Tables.Gate)
        {
            server.Tables.Update("incident", Row(number), changes.ToDictionary(change => change.Field, change => change.Value));
        }

        return Task.CompletedTask;
    }

    private static async Task<ServiceNowServer> StartAsync(bool usesOAuth)
    {
        var server = new ServiceNowServer(usesOAuth);
        await server.StartAsync(CancellationToken.None);
        return server;
    }
}
