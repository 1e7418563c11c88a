using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.RequestTracker;

/// <summary>Questions to Request Tracker's REST 2.0, and what of its answers holds for a while: queues, and which statuses are inactive.</summary>
internal sealed class RtConnection(
    IOptions<RtOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock)
{
    /// <summary>Name for people.</summary>
    public const string Name = "Request Tracker";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly TrackerHttp http = new(Target(options.Value, secrets), clients, tickets, clock);
    private readonly ConcurrentDictionary<string, (JsonNode? Queue, DateTimeOffset ReadAt)> queues = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Queue, string Status), (bool IsInactive, DateTimeOffset ReadAt)> statuses = [];

    /// <summary>The requests themselves.</summary>
    public TrackerHttp Http => http;

    /// <summary>Sends JSON and gives the reply's.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode body, CancellationToken cancellationToken) =>
        (await http.SendAsync(method, path, body, cancellationToken)).Json;

    /// <summary>A ticket; null when there is none or it may not be seen. One that was merged comes as what it was merged into.</summary>
    public async Task<JsonNode?> TicketAsync(string id, CancellationToken cancellationToken)
    {
        var reply = await http.GetAsync("REST/2.0/ticket/" + id, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        return reply.Status == HttpStatusCode.OK ? reply.Json : null;
    }

    /// <summary>A queue by name or id; null when there is none or it may not be seen.</summary>
    public async Task<JsonNode?> QueueAsync(string nameOrId, CancellationToken cancellationToken)
    {
        if (queues.TryGetValue(nameOrId, out var known) && clock.GetUtcNow() - known.ReadAt < Remembered)
        {
            return known.Queue;
        }

        var reply = await http.GetAsync("REST/2.0/queue/" + Uri.EscapeDataString(nameOrId), cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        var queue = reply.Status == HttpStatusCode.OK ? reply.Json : null;
        if (queue is not null)
        {
            queues[nameOrId] = (queue, clock.GetUtcNow());
        }

        return queue;
    }

    /// <summary>Why tickets cannot be made in a queue; null when they can.</summary>
    public async Task<Reason?> QueueFaultAsync(string queue, CancellationToken cancellationToken)
    {
        var found = await QueueAsync(queue, cancellationToken);
        if (found is null)
        {
            return Reason.Of("rt-queue-unknown", ("queue", queue), ("setting", RtOptions.Section + ":Queue"));
        }

        // RT takes a field that a queue does not have without a word, and the ticket would never be found again.
        var field = options.Value.KeyField;
        return found.Items("TicketCustomFields").Any(entry => entry.RawText("name").Equals(field, StringComparison.OrdinalIgnoreCase))
            ? null
            : Reason.Of("rt-queue-without-field", ("queue", queue), ("field", field), ("setting", RtOptions.Section + ":KeyField"));
    }

    /// <summary>True when a ticket's status is one of its queue's inactive ones, whatever they are called.</summary>
    public async Task<bool> IsInactiveAsync(string id, string queue, string status, CancellationToken cancellationToken)
    {
        if (statuses.TryGetValue((queue, status), out var known) && clock.GetUtcNow() - known.ReadAt < Remembered)
        {
            return known.IsInactive;
        }

        var found = await SearchAsync($"id = {id} AND Status = '__Inactive__'", "Status", 1, cancellationToken);
        var isInactive = found.Items("items").Any();

        // Somebody may have moved it between the two questions: only an answer about this status is kept.
        if (!isInactive || found.Items("items").All(row => row.Text("Status") == status))
        {
            statuses[(queue, status)] = (isInactive, clock.GetUtcNow());
        }

        return isInactive;
    }

    /// <summary>One page of a search, oldest ticket first.</summary>
    public async Task<JsonNode?> SearchAsync(string query, string fields, int page, CancellationToken cancellationToken)
    {
        http.RefuseEndless(page);
        var path = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"REST/2.0/tickets?query={Uri.EscapeDataString(query)}&orderby=id&order=ASC&per_page={options.Value.PageSize}&page={page}&fields={fields}");
        return (await http.GetAsync(path, cancellationToken)).Json;
    }

    /// <summary>One page of a ticket's history, newest first.</summary>
    public async Task<JsonNode?> HistoryAsync(string id, int page, CancellationToken cancellationToken)
    {
        http.RefuseEndless(page);
        var path = string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"REST/2.0/ticket/{id}/history?orderby=id&order=DESC&per_page={options.Value.PageSize}&page={page}&fields=Type,Data");
        return (await http.GetAsync(path, cancellationToken)).Json;
    }

    private static TrackerTarget Target(RtOptions options, SecretReader secrets)
    {
        var token = new SecretReference(RtOptions.Section + ":Token", options.Token);
        return new()
        {
            Name = Name,
            Section = RtOptions.Section,
            Address = new Uri(options.Url),
            Authorize = async (request, cancellationToken) => request.Headers.Authorization = new AuthenticationHeaderValue("token", await secrets.ReadAsync(token, cancellationToken)),
            ErrorText = json => json is JsonArray ? Messages(json) : json.Text("message"),
        };
    }

    /// <summary>What RT says about an update, which it calls a success whatever became of it.</summary>
    public static string Messages(JsonNode? json) => string.Join("; ", json.Items().Select(message => message.Text()).Where(text => text.Length > 0));
}
