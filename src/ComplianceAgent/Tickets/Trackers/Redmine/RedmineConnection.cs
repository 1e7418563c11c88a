using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.Redmine;

/// <summary>Questions to Redmine's REST interface.</summary>
internal sealed class RedmineConnection(
    IOptions<RedmineOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock)
{
    /// <summary>Name for people.</summary>
    public const string Name = "Redmine";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly TrackerHttp http = new(Target(options.Value, secrets), clients, tickets, clock);
    private readonly ConcurrentDictionary<string, (JsonNode Answer, DateTimeOffset ReadAt)> remembered = new(StringComparer.Ordinal);

    /// <summary>An issue; null when there is none or it may not be seen.</summary>
    public async Task<JsonNode?> IssueAsync(string id, bool withNotes, CancellationToken cancellationToken)
    {
        var reply = await http.GetAsync($"issues/{id}.json{(withNotes ? "?include=journals" : "")}", cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        if (reply.Status == HttpStatusCode.OK)
        {
            return reply.Json.At("issue");
        }

        await ConfirmSignedInAsync(cancellationToken);
        return null;
    }

    /// <summary>Creates an issue and gives it back.</summary>
    public async Task<JsonNode?> CreateAsync(JsonObject issue, CancellationToken cancellationToken) =>
        (await http.SendAsync(HttpMethod.Post, "issues.json", new JsonObject { ["issue"] = issue }, cancellationToken)).Json.At("issue");

    /// <summary>Changes an issue; false when it is not there any more.</summary>
    public async Task<bool> ChangeAsync(string id, JsonObject changes, CancellationToken cancellationToken)
    {
        var reply = await http.SendAsync(HttpMethod.Put, $"issues/{id}.json", new JsonObject { ["issue"] = changes }, cancellationToken, null, HttpStatusCode.NotFound);
        return reply.Status != HttpStatusCode.NotFound;
    }

    /// <summary>Notes that an issue is a double of another. That it says so already, or that the agent may not, is no fault: the note says it too.</summary>
    public Task RelateAsync(string id, string doubleOf, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Post,
        $"issues/{id}/relations.json",
        new JsonObject { ["relation"] = new JsonObject { ["issue_to_id"] = doubleOf, ["relation_type"] = "duplicates" } },
        cancellationToken,
        null,
        HttpStatusCode.UnprocessableEntity,
        HttpStatusCode.Forbidden,
        HttpStatusCode.NotFound);

    /// <summary>One page of issues in all projects, open and closed, oldest first.</summary>
    public async Task<JsonNode?> IssuesAsync(string filter, int page, CancellationToken cancellationToken)
    {
        http.RefuseEndless(page);
        var size = options.Value.PageSize;
        return (await http.GetAsync(string.Create(CultureInfo.InvariantCulture, $"issues.json?{filter}&status_id=*&sort=id&limit={size}&offset={(page - 1) * size}"), cancellationToken)).Json;
    }

    /// <summary>A project with its trackers and fields; null when there is none or it may not be seen.</summary>
    public async Task<JsonNode?> ProjectAsync(string identifier, CancellationToken cancellationToken) =>
        (await RememberedAsync($"projects/{Uri.EscapeDataString(identifier)}.json?include=trackers,issue_custom_fields", cancellationToken)).At("project");

    /// <summary>Every status.</summary>
    public async Task<JsonNode?> StatusesAsync(CancellationToken cancellationToken) => await RememberedAsync("issue_statuses.json", cancellationToken);

    /// <summary>Every priority.</summary>
    public async Task<JsonNode?> PrioritiesAsync(CancellationToken cancellationToken) => await RememberedAsync("enumerations/issue_priorities.json", cancellationToken);

    /// <summary>The agent's account with its roles.</summary>
    public async Task<JsonNode?> AccountAsync(CancellationToken cancellationToken) => (await http.GetAsync("users/current.json?include=memberships", cancellationToken)).Json.At("user");

    /// <summary>A role with its permissions; null when it is not told.</summary>
    public async Task<JsonNode?> RoleAsync(string id, CancellationToken cancellationToken) => (await RememberedAsync($"roles/{id}.json", cancellationToken)).At("role");

    /// <summary>
    /// Where sign-in is not required, a bad key reads as a stranger does: it is shown less and told nothing. So "there is none" counts only from
    /// an account.
    /// </summary>
    /// <exception cref="TrackerException">The key is refused.</exception>
    public Task ConfirmSignedInAsync(CancellationToken cancellationToken) => http.GetAsync("users/current.json", cancellationToken);

    private static TrackerTarget Target(RedmineOptions options, SecretReader secrets)
    {
        var key = new SecretReference(RedmineOptions.Section + ":ApiKey", options.ApiKey);
        return new()
        {
            Name = Name,
            Section = RedmineOptions.Section,
            Address = new Uri(options.Url),
            Authorize = async (request, cancellationToken) => request.Headers.Add("X-Redmine-API-Key", await secrets.ReadAsync(key, cancellationToken)),
            ErrorText = json => string.Join("; ", json.Items("errors").Select(error => error.Text()).Where(text => text.Length > 0)),
        };
    }

    private async Task<JsonNode?> RememberedAsync(string path, CancellationToken cancellationToken)
    {
        if (remembered.TryGetValue(path, out var known) && clock.GetUtcNow() - known.ReadAt < Remembered)
        {
            return known.Answer;
        }

        var reply = await http.GetAsync(path, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        if (reply.Status != HttpStatusCode.OK || reply.Json is null)
        {
            await ConfirmSignedInAsync(cancellationToken);
            return null;
        }

        remembered[path] = (reply.Json, clock.GetUtcNow());
        return reply.Json;
    }
}
