using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using ComplianceAgent.Inventory;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Text;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Tickets.Trackers.Redmine;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Tickets.Trackers.Redmine;

/// <summary>The contract against a real Redmine, which renders Textile.</summary>
public sealed class RedmineContractTests : TrackerContract
{
    [Fact]
    public async Task A_ticket_that_is_overdue_before_it_is_made_is_made()
    {
        var world = (RedmineWorld)await WorldAsync();

        var made = await world.Tracker.CreateAsync(Draft() with { DueAt = new DateTimeOffset(2023, 3, 31, 23, 59, 59, TimeSpan.FromHours(2)), Priority = TicketPriority.High }, Cancel);

        var issue = await world.IssueAsync(made.Id, Cancel);
        ((string?)issue["due_date"]).Should().Be("2023-03-31", "a due day before the first day would be refused");
        ((string?)issue["priority"]!["name"]).Should().Be("High");
    }

    [Fact]
    public async Task A_double_refers_to_the_one_that_stays()
    {
        var (world, draft) = ((RedmineWorld)await WorldAsync(), Draft());
        var stays = await world.Tracker.CreateAsync(draft, Cancel);
        var twin = await world.Tracker.CreateAsync(draft, Cancel);
        var edit = new TicketEdit { Move = TicketMove.CloseAsDouble, DoubleOf = stays.Id };

        await world.Tracker.ApplyAsync(twin.Id, edit, Cancel);
        await world.Tracker.ApplyAsync(twin.Id, edit, Cancel);

        var relation = (await world.IssueAsync(twin.Id + ".json?include=relations", Cancel))["relations"]!.AsArray().Should().ContainSingle().Which!;
        ((string?)relation["relation_type"]).Should().Be("duplicates");
        relation["issue_to_id"]!.ToString().Should().Be(stays.Id);
    }

    [Fact]
    public async Task A_project_without_the_field_is_refused_before_an_issue_is_made_that_nobody_would_find()
    {
        var world = (RedmineWorld)await WorldAsync();

        var act = () => world.Tracker.CreateAsync(Draft() with { Queue = world.Told["BARE_PROJECT"] }, Cancel);

        (await act.Should().ThrowAsync<TrackerException>()).Which.Should().Match<TrackerException>(failed => failed.Fault == TrackerFault.Refused && failed.Message.Contains("ComplianceKey"));
    }

    [Fact]
    public async Task The_field_may_be_named_by_its_number()
    {
        var world = (RedmineWorld)await WorldAsync();
        var tracker = world.With(("Tickets:Redmine:KeyField", world.Told["FIELD_ID"]), ("Tickets:Redmine:Tracker", "bug"));

        var made = await tracker.CreateAsync(Draft(), Cancel);

        (await world.Tracker.FindAsync(made.Key, Cancel)).Should().ContainSingle().Which.Id.Should().Be(made.Id);
        ((string?)(await world.IssueAsync(made.Id, Cancel))["tracker"]!["name"]).Should().Be("Bug");
    }

    [Fact]
    public async Task What_a_person_does_is_told_by_name()
    {
        var world = (RedmineWorld)await WorldAsync();
        var made = await world.Tracker.CreateAsync(Draft(), Cancel);

        await world.ChangeAsync(made.Id, new JsonObject { ["status_id"] = 6, ["notes"] = "We will not do this." }, Cancel);

        (await world.Tracker.ReadAsync(made.Id, Cancel)).Should().Match<RemoteTicket>(ticket => ticket.Status == "Rejected" && ticket.IsClosed);
    }

    protected override async Task<TrackerWorld> WorldAsync() => new RedmineWorld(await RedmineServer.GetAsync(Cancel));

    private sealed class RedmineWorld(IReadOnlyDictionary<string, string> told) : TrackerWorld
    {
        private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

        private readonly HttpClient person = Person(told);

        public IReadOnlyDictionary<string, string> Told => told;

        public override TrackerKind Kind => TrackerKind.Redmine;

        public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
        {
            ["Tickets:Redmine:Url"] = told["URL"],
            ["Tickets:Redmine:ApiKey"] = told["KEY"],
            ["Tickets:Redmine:Project"] = told["PROJECT"],
            ["Tickets:Redmine:Tracker"] = told["TRACKER"],
        };

        public override string OtherQueue => told["OTHER_PROJECT"];

        public override (string Setting, string Value) BadCredential => ("Tickets:Redmine:ApiKey", "0123456789012345678901234567890123456789");

        public override IReadOnlyList<(string Setting, string Value, string Says)> BadSettings { get; } =
        [
            ("Tickets:Redmine:Project", "nowhere", "\"nowhere\" (Tickets:Redmine:Project)"),
            ("Tickets:Redmine:Project", told["HIDDEN_PROJECT"], "make the agent's account a member"),
            ("Tickets:Redmine:Project", told["BARE_PROJECT"], "no custom field \"ComplianceKey\""),
            ("Tickets:Redmine:KeyField", "Other Field", "(Tickets:Redmine:KeyField)"),
            ("Tickets:Redmine:Tracker", "Incident", "It has: Bug, Feature, Support."),
            ("Tickets:Redmine:ClosedStatus", "Resolved", "Closed are: Closed, Rejected."),
            ("Tickets:Redmine:OpenStatus", "Closed", "(Tickets:Redmine:OpenStatus)"),
            ("Tickets:Redmine:PriorityHigh", "Panic", "It has: Low, Normal, High, Urgent, Immediate."),
            ("Tickets:Redmine:Url", told["URL"] + "/elsewhere", "is Tickets:Redmine:Url the right address?"),
        ];

        public override ITracker WithSmallPages() => With(services => services.Configure<RedmineOptions>(options => options.PageSize = 3));

        public override string TitleOf(string sent) => ForeignText.Clean(sent) is { Length: > 255 } longer ? longer[..(char.IsHighSurrogate(longer[253]) ? 253 : 254)].TrimEnd() + "…" : ForeignText.Clean(sent);

        // The feed holds the texts as the page shows them.
        public override async Task<SeenTicket> SeeAsync(string id, CancellationToken cancellationToken)
        {
            var key = told["PERSON_FEED_KEY"];
            var list = XDocument.Parse(await person.GetStringAsync($"issues.atom?issue_id={id}&status_id=*&key={key}", cancellationToken));
            var notes = XDocument.Parse(await person.GetStringAsync($"issues/{id}.atom?key={key}", cancellationToken));
            return new SeenTicket(
                await TitleAsync(id, cancellationToken),
                HtmlText.Of(list.Root!.Elements(Atom + "entry").Single().Element(Atom + "content")!.Value),
                [.. notes.Root!.Elements(Atom + "entry").Select(entry => HtmlText.Of(Notes(entry.Element(Atom + "content")!.Value))).Where(text => text.Trim().Length > 0)]);
        }

        public override async Task<string> TitleAsync(string id, CancellationToken cancellationToken) => (string)(await IssueAsync(id, cancellationToken))["subject"]!;

        public override Task CloseAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, new JsonObject { ["status_id"] = 5 }, cancellationToken);

        public override async Task DeleteAsync(string id, CancellationToken cancellationToken)
        {
            using var reply = await person.DeleteAsync($"issues/{id}.json", cancellationToken);
            reply.EnsureSuccessStatusCode();
        }

        public override Task MoveAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, new JsonObject { ["project_id"] = OtherQueue }, cancellationToken);

        public async Task ChangeAsync(string id, JsonObject change, CancellationToken cancellationToken)
        {
            using var reply = await person.PutAsJsonAsync($"issues/{id}.json", new JsonObject { ["issue"] = change }, cancellationToken);
            reply.EnsureSuccessStatusCode();
        }

        public async Task<JsonNode> IssueAsync(string idOrPath, CancellationToken cancellationToken) =>
            JsonNode.Parse(await person.GetStringAsync("issues/" + (idOrPath.Contains('.') ? idOrPath : idOrPath + ".json"), cancellationToken))!["issue"]!;

        private static HttpClient Person(IReadOnlyDictionary<string, string> told)
        {
            var person = new HttpClient { BaseAddress = new Uri(told["URL"] + "/") };
            person.DefaultRequestHeaders.Add("X-Redmine-API-Key", told["PERSON_KEY"]);
            return person;
        }

        /// <summary>An entry lists what changed, then the note; changes alone are no comment.</summary>
        private static string Notes(string html)
        {
            var end = html.TrimStart().StartsWith("<ul>", StringComparison.Ordinal) ? html.IndexOf("</ul>", StringComparison.Ordinal) + 5 : 0;
            return html[end..];
        }
    }
}
