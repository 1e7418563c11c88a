using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Inventory;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tickets;
using ComplianceAgent.Tickets.Trackers;
using ComplianceAgent.Tickets.Trackers.RequestTracker;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Tickets.Trackers.RequestTracker;

/// <summary>The contract against a real Request Tracker 5.</summary>
public sealed class RtContractTests : TrackerContract
{
    [Fact]
    public async Task A_ticket_that_was_merged_comes_as_what_it_was_merged_into()
    {
        var world = (RtWorld)await WorldAsync();
        var (stays, goes) = (Draft(), Draft());
        var into = await world.Tracker.CreateAsync(stays, Cancel);
        var merged = await world.Tracker.CreateAsync(goes, Cancel);

        await world.ChangeAsync(merged.Id, new JsonObject { ["MergeInto"] = into.Id }, Cancel);

        (await world.Tracker.ReadAsync(merged.Id, Cancel))!.Id.Should().Be(into.Id);
        (await world.Tracker.FindAsync(goes.Key, Cancel)).Should().ContainSingle("else a second ticket would be made").Which.Id.Should().Be(into.Id);
        (await world.Tracker.FindAsync(stays.Key, Cancel)).Should().ContainSingle().Which.Id.Should().Be(into.Id);
    }

    [Fact]
    public async Task A_queue_without_the_field_is_refused_before_a_ticket_is_made_that_nobody_would_find()
    {
        var world = (RtWorld)await WorldAsync();

        var act = () => world.Tracker.CreateAsync(Draft() with { Queue = world.Told["BARE_QUEUE"] }, Cancel);

        (await act.Should().ThrowAsync<TrackerException>()).Which.Should().Match<TrackerException>(failed => failed.Fault == TrackerFault.Refused && failed.Message.Contains("ComplianceKey"));
    }

    [Fact]
    public async Task A_status_that_the_lifecycle_does_not_know_is_a_move_not_allowed()
    {
        var world = await WorldAsync();
        var made = await world.Tracker.CreateAsync(Draft(), Cancel);

        var act = () => world.With(("Tickets:RequestTracker:ClosedStatus", "finished")).ApplyAsync(made.Id, new TicketEdit { Move = TicketMove.Close }, Cancel);

        (await act.Should().ThrowAsync<TrackerException>()).Which.Should().Match<TrackerException>(failed => failed.Fault == TrackerFault.MoveNotAllowed && failed.Message.Contains("finished"));
    }

    [Fact]
    public async Task A_status_of_the_customers_own_counts_by_its_kind_in_the_lifecycle()
    {
        var world = (RtWorld)await WorldAsync();
        var made = await world.Tracker.CreateAsync(Draft(), Cancel);

        await world.ChangeAsync(made.Id, new JsonObject { ["Status"] = "stalled" }, Cancel);
        (await world.Tracker.ReadAsync(made.Id, Cancel)).Should().Match<RemoteTicket>(ticket => ticket.Status == "stalled" && !ticket.IsClosed);

        await world.ChangeAsync(made.Id, new JsonObject { ["Status"] = "rejected", ["Owner"] = "root" }, Cancel);
        (await world.Tracker.ReadAsync(made.Id, Cancel)).Should().Match<RemoteTicket>(ticket => ticket.Status == "rejected" && ticket.IsClosed && ticket.Assignee == "root");
    }

    protected override async Task<TrackerWorld> WorldAsync() => new RtWorld(await RequestTrackerServer.GetAsync(Cancel));

    private sealed class RtWorld(IReadOnlyDictionary<string, string> told) : TrackerWorld
    {
        private readonly HttpClient person = Person(told);

        public IReadOnlyDictionary<string, string> Told => told;

        public override TrackerKind Kind => TrackerKind.RequestTracker;

        public override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
        {
            ["Tickets:RequestTracker:Url"] = told["URL"],
            ["Tickets:RequestTracker:Token"] = told["TOKEN"],
            ["Tickets:RequestTracker:Queue"] = told["QUEUE"],
        };

        public override string OtherQueue => told["OTHER_QUEUE"];

        public override (string Setting, string Value) BadCredential => ("Tickets:RequestTracker:Token", "1-14-00000000000000000000000000000000");

        public override IReadOnlyList<(string Setting, string Value, string Says)> BadSettings { get; } =
        [
            ("Tickets:RequestTracker:Queue", "Nowhere", "\"Nowhere\" (Tickets:RequestTracker:Queue)"),
            ("Tickets:RequestTracker:Queue", told["BARE_QUEUE"], "no custom field \"ComplianceKey\""),
            ("Tickets:RequestTracker:KeyField", "Other Field", "(Tickets:RequestTracker:KeyField)"),
            ("Tickets:RequestTracker:Url", told["URL"] + "/elsewhere", "is Tickets:RequestTracker:Url the right address?"),
        ];

        public override bool RewritesBody => false;

        public override ITracker WithSmallPages() => With(services => services.Configure<RtOptions>(options => options.PageSize = 3));

        // Two hundred bytes, the mark of the cut among them.
        public override string TitleOf(string sent)
        {
            var clean = ForeignText.Clean(sent);
            return Encoding.UTF8.GetByteCount(clean) <= 200 ? clean : string.Concat(clean.EnumerateRunes().Where((_, at) => Encoding.UTF8.GetByteCount(string.Concat(clean.EnumerateRunes().Take(at + 1))) <= 197)).TrimEnd() + "…";
        }

        public override async Task<SeenTicket> SeeAsync(string id, CancellationToken cancellationToken)
        {
            var ticket = await GetAsync("ticket/" + id, cancellationToken);
            var history = await GetAsync($"ticket/{id}/history?per_page=100&fields=Type", cancellationToken);
            var texts = new List<(string Type, string Text)>();
            foreach (var entry in history["items"]!.AsArray())
            {
                texts.Add(((string)entry!["Type"]!, await TextAsync((string)entry["id"]!, cancellationToken)));
            }

            return new SeenTicket((string)ticket["Subject"]!, texts.Single(text => text.Type == "Create").Text, [.. texts.Where(text => text.Type is "Comment" or "Correspond").Select(text => text.Text)]);
        }

        public override async Task<string> TitleAsync(string id, CancellationToken cancellationToken) => (string)(await GetAsync("ticket/" + id, cancellationToken))["Subject"]!;

        public override Task CloseAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, new JsonObject { ["Status"] = "resolved" }, cancellationToken);

        public override Task DeleteAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, new JsonObject { ["Status"] = "deleted" }, cancellationToken);

        public override Task MoveAsync(string id, CancellationToken cancellationToken) => ChangeAsync(id, new JsonObject { ["Queue"] = OtherQueue }, cancellationToken);

        public async Task ChangeAsync(string id, JsonObject change, CancellationToken cancellationToken)
        {
            using var reply = await person.PutAsJsonAsync("ticket/" + id, change, cancellationToken);
            reply.EnsureSuccessStatusCode();
        }

        private static HttpClient Person(IReadOnlyDictionary<string, string> told) => new()
        {
            BaseAddress = new Uri(told["URL"] + "/REST/2.0/"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("token", told["PERSON_TOKEN"]) },
        };

        private async Task<string> TextAsync(string transaction, CancellationToken cancellationToken)
        {
            var text = new StringBuilder();
            foreach (var link in (await GetAsync($"transaction/{transaction}/attachments", cancellationToken))["items"]!.AsArray())
            {
                var attachment = await GetAsync("attachment/" + (string)link!["id"]!, cancellationToken);
                if ((string?)attachment["ContentType"] == "text/html")
                {
                    text.Append(HtmlText.Of(Encoding.UTF8.GetString(Convert.FromBase64String((string)attachment["Content"]!))));
                }
            }

            return text.ToString();
        }

        private async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) => JsonNode.Parse(await person.GetStringAsync(path, cancellationToken))!;
    }
}
