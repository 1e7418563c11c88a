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

namespace ComplianceAgent.Tickets.Trackers.ServiceNow;

/// <summary>Questions to ServiceNow's Table API, signed in by password or token, and the ids of names, which hold for a while.</summary>
internal sealed class ServiceNowConnection
{
    /// <summary>Name for people.</summary>
    public const string Name = "ServiceNow";

    private const string Shape = "sysparm_display_value=all&sysparm_exclude_reference_link=true";

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly ServiceNowOptions options;
    private readonly TimeProvider clock;
    private readonly TrackerHttp http;
    private readonly ServiceNowToken? tokens;
    private readonly ConcurrentDictionary<(string Table, string Name), (string Id, DateTimeOffset ReadAt)> ids = [];

    /// <summary>A connection; nothing is asked yet.</summary>
    public ServiceNowConnection(IOptions<ServiceNowOptions> options, IOptions<TicketOptions> tickets, IHttpClientFactory clients, SecretReader secrets, TimeProvider clock)
    {
        this.options = options.Value;
        this.clock = clock;
        tokens = this.options.UsesOAuth ? new ServiceNowToken(this.options, tickets, clients, secrets, clock) : null;
        http = new TrackerHttp(Target(this.options, tokens, secrets), clients, tickets, clock);
    }

    /// <summary>Fields of a ticket that are asked for.</summary>
    private string Fields => string.Join(',', new[]
    {
        "sys_id", "number", "short_description", "description", "correlation_id", "state", "assigned_to", "assignment_group", "sys_updated_on", "urgency", options.DueDateField, options.CloseCodeField,
    }.Where(name => name.Length > 0));

    /// <summary>Records of a query, page by page. Every one has to bear what the query asks for, see <paramref name="isAskedFor"/>.</summary>
    /// <param name="query">Encoded query, of checked parts only.</param>
    /// <param name="field">Field that it asks by.</param>
    /// <param name="isAskedFor">What the field of every record has to be: a condition on a field that does not exist is left out by ServiceNow, and everything would come.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async IAsyncEnumerable<JsonNode?> SearchAsync(string query, string field, Func<string, bool> isAskedFor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var offset = 0;
        for (var page = 1; ; page++)
        {
            http.RefuseEndless(page);
            var reply = await GetAsync($"{options.Table}?sysparm_query={Uri.EscapeDataString(query + "^ORDERBYsys_created_on^ORDERBYnumber")}&{Paging(offset, options.PageSize)}&sysparm_fields={Fields},{field}&{Shape}", cancellationToken, HttpStatusCode.NotFound);
            List<JsonNode?> rows = [.. reply.Json.Items("result")];
            foreach (var row in rows)
            {
                if (!isAskedFor(ServiceNowRecord.Value(row, field)))
                {
                    throw new TrackerException(TrackerFault.Refused, Reason.Of("servicenow-query-ignored", ("table", options.Table), ("field", field), ("setting", ServiceNowOptions.Section + ":Table")));
                }

                yield return row;
            }

            // A page may be shorter than asked for where the agent may not see every row of it.
            offset += options.PageSize;
            if (reply.Header("X-Total-Count") is { Length: > 0 } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? offset >= total : rows.Count < options.PageSize)
            {
                yield break;
            }
        }
    }

    /// <summary>A record by its number; null when there is none or it may not be seen.</summary>
    public async Task<JsonNode?> RecordAsync(string number, CancellationToken cancellationToken)
    {
        await foreach (var row in SearchAsync("number=" + ServiceNowRecord.Checked(number), "number", found => found.Equals(number, StringComparison.OrdinalIgnoreCase), cancellationToken))
        {
            return row;
        }

        return null;
    }

    /// <summary>Makes a record.</summary>
    public async Task<JsonNode?> CreateAsync(JsonObject fields, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Post, $"{options.Table}?{Shape}&sysparm_fields={Fields}", fields, cancellationToken)).Json.At("result");

    /// <summary>Changes a record; null when it is gone.</summary>
    public async Task<JsonNode?> ChangeAsync(string sysId, JsonObject fields, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(HttpMethod.Patch, $"{options.Table}/{sysId}?{Shape}&sysparm_fields={Fields}", fields, cancellationToken, HttpStatusCode.NotFound);
        return reply.Status == HttpStatusCode.NotFound ? null : reply.Json.At("result");
    }

    /// <summary>Everything that was ever written into a journal of a record, as people see it.</summary>
    public async Task<string> JournalAsync(string sysId, string field, CancellationToken cancellationToken) =>
        (await GetAsync($"{options.Table}/{sysId}?sysparm_display_value=true&sysparm_fields={field}", cancellationToken, HttpStatusCode.NotFound)).Json.RawText("result", field);

    /// <summary>A first record with some fields, to see which of them there are; null when the table is empty.</summary>
    public async Task<JsonNode?> SampleAsync(IEnumerable<string> fields, CancellationToken cancellationToken) =>
        (await GetAsync($"{options.Table}?{Paging(0, 1)}&sysparm_fields={string.Join(',', fields)}&{Shape}", cancellationToken, HttpStatusCode.NotFound)).Json.Items("result").FirstOrDefault();

    /// <summary>The sys_id behind a name; one that is written as a sys_id stays as it is.</summary>
    /// <exception cref="TrackerException">Nothing, or more than one thing, is called so.</exception>
    public async Task<string> IdOfAsync(string table, string field, string name, string setting, CancellationToken cancellationToken)
    {
        if (name.Length == 0 || ServiceNowRecord.IsSysId(name))
        {
            return name;
        }

        if (ids.TryGetValue((table, name), out var known) && clock.GetUtcNow() - known.ReadAt < Remembered)
        {
            return known.Id;
        }

        var rows = ServiceNowOptions.IsQueryable(name)
            ? (await GetAsync($"{table}?sysparm_query={Uri.EscapeDataString($"{field}={name}")}&{Paging(0, 10)}&sysparm_fields=sys_id,{field}&{Shape}", cancellationToken, HttpStatusCode.NotFound)).Json.Items("result")
            : [];
        List<JsonNode?> found = [.. rows.Where(row => ServiceNowRecord.Value(row, field).Equals(name, StringComparison.OrdinalIgnoreCase))];
        var what = table == "sys_user" ? "user" : "assignment group";
        var id = found.Count switch
        {
            1 => ServiceNowRecord.SysId(found[0]),
            0 => throw new TrackerException(TrackerFault.Refused, Reason.Of("servicenow-name-unknown", ("what", what), ("name", name), ("setting", ServiceNowOptions.Section + ":" + setting))),
            _ => throw new TrackerException(TrackerFault.Refused, Reason.Of("servicenow-name-twice", ("what", what), ("name", name), ("setting", ServiceNowOptions.Section + ":" + setting))),
        };
        ids[(table, name)] = (id, clock.GetUtcNow());
        return id;
    }

    private static TrackerTarget Target(ServiceNowOptions options, ServiceNowToken? tokens, SecretReader secrets)
    {
        var password = new SecretReference(ServiceNowOptions.Section + ":Password", options.Password);
        return new()
        {
            Name = Name,
            Section = ServiceNowOptions.Section,
            Address = new Uri(options.Url),
            Authorize = async (request, cancellationToken) => request.Headers.Authorization = tokens is not null
                ? new AuthenticationHeaderValue("Bearer", await tokens.GetAsync(cancellationToken))
                : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{await secrets.ReadAsync(password, cancellationToken)}"))),
            ErrorText = json => string.Join(": ", new[] { json.Text("error", "message"), json.Text("error", "detail") }.Where(text => text.Length > 0)),
        };
    }

    private static string Paging(int offset, int limit) => string.Create(CultureInfo.InvariantCulture, $"sysparm_limit={limit}&sysparm_offset={offset}");

    private Task<TrackerReply> GetAsync(string path, CancellationToken cancellationToken, params HttpStatusCode[] handedBack) =>
        SignedInAsync(() => http.GetAsync("api/now/table/" + path, cancellationToken, handedBack));

    private Task<TrackerReply> SendAsync(HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken, params HttpStatusCode[] handedBack) =>
        SignedInAsync(() => http.SendAsync(method, "api/now/table/" + path, body, cancellationToken, handedBack: handedBack));

    /// <summary>A token that was kept and is refused is renewed, once; a new one that is refused is a refusal.</summary>
    private async Task<TrackerReply> SignedInAsync(Func<Task<TrackerReply>> ask)
    {
        var kept = tokens?.Current;
        try
        {
            return await ask();
        }
        catch (TrackerException refused) when (refused.Fault == TrackerFault.Unauthorized && kept is not null)
        {
            tokens!.Forget(kept);
            return await ask();
        }
    }
}
