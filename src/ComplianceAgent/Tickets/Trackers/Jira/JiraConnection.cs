using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tickets.Trackers.Jira;

/// <summary>Questions to Jira's REST API, version 3 for Cloud and 2 for Data Center, and what of its answers holds for a while: projects and screens.</summary>
internal sealed class JiraConnection(
    IOptions<JiraOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock)
{
    /// <summary>Name for people.</summary>
    public const string Name = "Jira";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly TrackerHttp http = new(Target(options.Value, secrets), clients, tickets, clock);
    private readonly string api = options.Value.IsCloud ? "rest/api/3/" : "rest/api/2/";
    private readonly ConcurrentDictionary<string, DateTimeOffset> projects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (JiraScreen Screen, DateTimeOffset ReadAt)> screens = new(StringComparer.Ordinal);

    private JiraOptions Options => options.Value;

    /// <summary>Asks without changing anything.</summary>
    public async Task<TrackerReply> GetAsync(string path, CancellationToken cancellationToken, params HttpStatusCode[] handedBack) =>
        Known(await http.GetAsync(api + path, cancellationToken, handedBack));

    /// <summary>Changes something.</summary>
    public async Task<TrackerReply> SendAsync(HttpMethod method, string path, JsonNode body, CancellationToken cancellationToken, params HttpStatusCode[] handedBack) =>
        Known(await http.SendAsync(method, api + path, body, cancellationToken, handedBack: handedBack));

    /// <summary>What a handed-back reply means, as an exception to throw.</summary>
    public TrackerException Fault(TrackerFault fault, TrackerReply reply) => http.Fault(fault, reply);

    /// <summary>An issue by key or number; null when there is none or it may not be seen. One that was moved comes under its new key.</summary>
    public async Task<JsonNode?> IssueAsync(string id, string fields, CancellationToken cancellationToken)
    {
        var reply = await GetAsync($"issue/{JiraIssue.Checked(id)}?fields={fields}", cancellationToken, HttpStatusCode.NotFound);
        return reply.Status == HttpStatusCode.OK ? reply.Json : null;
    }

    /// <summary>Issues of a query, page by page, by what the index knows of them.</summary>
    public async IAsyncEnumerable<JsonNode?> SearchAsync(string jql, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (start, token) = (0, "");
        for (var page = 1; ; page++)
        {
            http.RefuseEndless(page);
            var json = (await GetAsync(SearchPath(jql, start, token), cancellationToken)).Json;
            List<JsonNode?> rows = [.. json.Items("issues")];
            foreach (var row in rows)
            {
                yield return row;
            }

            start += rows.Count;
            token = json.RawText("nextPageToken");
            if (Options.IsCloud ? token.Length == 0 || json.IsTrue("isLast") : rows.Count == 0 || start >= (json.Number("total") ?? 0))
            {
                yield break;
            }
        }
    }

    /// <summary>True when the agent sees a project.</summary>
    public async Task<bool> HasProjectAsync(string key, CancellationToken cancellationToken)
    {
        if (projects.TryGetValue(key, out var readAt) && clock.GetUtcNow() - readAt < Remembered)
        {
            return true;
        }

        var reply = await GetAsync("project/" + Uri.EscapeDataString(key), cancellationToken, HttpStatusCode.NotFound);
        var isThere = reply.Status == HttpStatusCode.OK && reply.Json.RawText("key") == key;
        if (isThere)
        {
            projects[key] = clock.GetUtcNow();
        }

        return isThere;
    }

    /// <summary>The screen for new issues of the type in the settings.</summary>
    /// <exception cref="TrackerException">The project has no such type, or the agent may not create issues of it.</exception>
    public async Task<JiraScreen> ScreenAsync(string project, CancellationToken cancellationToken)
    {
        if (screens.TryGetValue(project, out var known) && clock.GetUtcNow() - known.ReadAt < Remembered)
        {
            return known.Screen;
        }

        var root = $"issue/createmeta/{Uri.EscapeDataString(project)}/issuetypes";
        var types = await ListAsync(root, "issueTypes", cancellationToken);
        var type = types.FirstOrDefault(type => type.RawText("id") == Options.IssueType)
            ?? types.FirstOrDefault(type => type.Text("name").Equals(Options.IssueType, StringComparison.OrdinalIgnoreCase))
            ?? throw new TrackerException(
                TrackerFault.Refused,
                Reason.Of("jira-type-unknown", ("type", Options.IssueType), ("project", project), ("known", string.Join(", ", types.Select(type => type.Text("name")))), ("setting", JiraOptions.Section + ":IssueType")));
        var id = TrackerText.CheckedNumber(type.RawText("id"), Name, TrackerFault.Unreachable);
        var screen = new JiraScreen(type.Text("name"), [.. (await ListAsync($"{root}/{id}", "fields", cancellationToken)).Select(JiraField.Of)]);
        screens[project] = (screen, clock.GetUtcNow());
        return screen;
    }

    /// <summary>The transitions that are offered for an issue.</summary>
    public async Task<IReadOnlyList<JsonNode?>> TransitionsAsync(string id, CancellationToken cancellationToken) =>
        [.. (await GetAsync($"issue/{id}/transitions?expand=transitions.fields", cancellationToken)).Json.Items("transitions")];

    /// <summary>Comments of an issue, newest first.</summary>
    public async IAsyncEnumerable<JsonNode?> CommentsAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = 0;
        for (var page = 1; ; page++)
        {
            http.RefuseEndless(page);
            var json = (await GetAsync(Page($"issue/{id}/comment", "&orderBy=-created", start), cancellationToken)).Json;
            List<JsonNode?> rows = [.. json.Items("comments")];
            foreach (var row in rows)
            {
                yield return row;
            }

            start += rows.Count;
            if (rows.Count == 0 || start >= (json.Number("total") ?? 0))
            {
                yield break;
            }
        }
    }

    private static TrackerTarget Target(JiraOptions options, SecretReader secrets)
    {
        var token = new SecretReference(JiraOptions.Section + ":Token", options.Token);
        return new()
        {
            Name = Name,
            Section = JiraOptions.Section,
            Address = new Uri(options.Url),
            Authorize = async (request, cancellationToken) => request.Headers.Authorization = Credential(options, await secrets.ReadAsync(token, cancellationToken)),
            ErrorText = Errors,
            RefusesCredential = reply => reply.Status == HttpStatusCode.Unauthorized || IsStranger(reply),
        };
    }

    private static AuthenticationHeaderValue Credential(JiraOptions options, string token) => options.IsCloud
        ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{token}")))
        : new("Bearer", token);

    /// <summary>
    /// Some paths of Jira answer a bad credential as if nobody had asked: an empty list, or "no such issue". Taken for the truth, that would open every ticket
    /// again, and call the others deleted. These headers give it away.
    /// </summary>
    private static bool IsStranger(TrackerReply reply) =>
        reply.Header("X-Seraph-LoginReason").Split(',', StringSplitOptions.TrimEntries).Any(said => said is "AUTHENTICATED_FAILED" or "AUTHENTICATION_DENIED" or "AUTHORISATION_FAILED")
        || reply.Header("X-AUSERNAME").Equals("anonymous", StringComparison.OrdinalIgnoreCase)
        || reply.Header("X-Authentication-Denied-Reason").Length > 0;

    /// <summary>Jira's own words: general ones, then those about fields, each with its name.</summary>
    private static string Errors(JsonNode? json) => string.Join(
        "; ",
        json.Items("errorMessages").Select(message => message.Text())
            .Concat((json.At("errors") as JsonObject ?? []).Select(error => $"{error.Key}: {error.Value.Text()}"))
            .Append(json.Text("message"))
            .Where(text => text.Length > 0));

    private static TrackerReply Known(TrackerReply reply) => IsStranger(reply)
        ? throw new TrackerException(TrackerFault.Unauthorized, Reason.Of("jira-not-signed-in", ("setting", JiraOptions.Section)))
        : reply;

    private string SearchPath(string jql, int start, string token)
    {
        var query = $"jql={Uri.EscapeDataString(jql)}&fields={JiraIssue.Listed}&maxResults={Options.PageSize.ToString(CultureInfo.InvariantCulture)}";
        return Options.IsCloud
            ? $"search/jql?{query}" + (token.Length > 0 ? $"&nextPageToken={Uri.EscapeDataString(token)}" : "")
            : $"search?{query}&startAt={start.ToString(CultureInfo.InvariantCulture)}";
    }

    private string Page(string path, string more, int start) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}?startAt={start}&maxResults={Options.PageSize}{more}");

    /// <summary>A whole list, which Cloud names after its rows and Data Center calls <c>values</c>.</summary>
    private async Task<List<JsonNode?>> ListAsync(string path, string name, CancellationToken cancellationToken)
    {
        var all = new List<JsonNode?>();
        for (var page = 1; ; page++)
        {
            http.RefuseEndless(page);
            var json = (await GetAsync(Page(path, "", all.Count), cancellationToken)).Json;
            List<JsonNode?> rows = [.. json.Items(name), .. json.Items("values")];
            all.AddRange(rows);
            if (rows.Count == 0 || json.IsTrue("isLast") || (json.Number("total") is { } total ? all.Count >= total : json.At("isLast") is null))
            {
                return all;
            }
        }
    }
}
