using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntuneSimulator.Faults;

namespace IntuneSimulator.Http;

/// <summary>Writes one page of a list, with its nextLink or with what a fault makes of it.</summary>
internal sealed class PageWriter(SimulatorOptions options, FaultSet faults, Addresses addresses)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public async Task WriteAsync<T>(HttpContext http, string context, Func<string?, IEnumerable<T>> rowsAfter, Func<T, string> idOf, Fields<T> fields, Func<int>? count)
    {
        var query = ODataQuery.Read(http.Request, options.MostRows(fields.TypeName));
        if (query.Select?.FirstOrDefault(s => !fields.Knows(s)) is { } unknown)
        {
            await Replies.WriteErrorAsync(http, 400, "BadRequest", $"Parsing OData Select and Expand failed: Could not find a property named '{unknown}' on type 'microsoft.graph.{fields.TypeName}'.");
            return;
        }

        var fault = TakeFault(http, query);
        if (fault == SimulatorFault.MissingPage)
        {
            await Replies.WriteErrorAsync(http, 404, "ResourceNotFound", "The requested page is not available.");
            return;
        }

        var (rows, more) = ReadRows(query, rowsAfter, idOf, fault);
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        await using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            WritePage(json, context, query, rows, fields, count, NextLink(http.Request, query, rows.Count == 0 ? null : idOf(rows[^1]), more, fault), fault);
        }

        await Replies.WriteJsonAsync(http, 200, buffer.WrittenMemory);
    }

    public static async Task WriteOneAsync<T>(HttpContext http, string context, T row, Fields<T> fields)
    {
        var select = ODataQuery.Read(http.Request, 1).Select;
        var buffer = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", context);
            fields.Write(json, row, select, single: true);
            json.WriteEndObject();
        }

        await Replies.WriteJsonAsync(http, 200, buffer.WrittenMemory);
    }

    private SimulatorFault? TakeFault(HttpContext http, ODataQuery query) => faults.Take(
        FaultStage.Page,
        http.Request.Method,
        http.Request.Path.Value ?? "",
        rule => rule.Fault is not (SimulatorFault.MissingPage or SimulatorFault.SkippedPage or SimulatorFault.RepeatedRows) || query.AfterId is not null)?.Fault;

    private static (List<T> Rows, bool More) ReadRows<T>(ODataQuery query, Func<string?, IEnumerable<T>> rowsAfter, Func<T, string> idOf, SimulatorFault? fault)
    {
        var skip = fault == SimulatorFault.SkippedPage ? query.Top : 0;
        var rows = rowsAfter(query.AfterId).Skip(skip).Take(query.Top + 1).ToList();
        var more = rows.Count > query.Top;
        if (more)
        {
            rows.RemoveAt(query.Top);
        }

        if (fault == SimulatorFault.RepeatedRows && query.AfterId is { } last)
        {
            rows.InsertRange(0, rowsAfter(null).TakeWhile(r => idOf(r) != last).TakeLast(3).ToList());
        }

        return (rows, more);
    }

    private static void WritePage<T>(Utf8JsonWriter json, string context, ODataQuery query, List<T> rows, Fields<T> fields, Func<int>? count, string? nextLink, SimulatorFault? fault)
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", context);
        if (count is not null)
        {
            json.WriteNumber("@odata.count", count());
        }

        if (nextLink is not null)
        {
            json.WriteString("@odata.nextLink", nextLink);
        }

        if (fault != SimulatorFault.PageWithoutValue)
        {
            json.WriteStartArray("value");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                fields.Write(json, row, query.Select, single: false);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private string? NextLink(HttpRequest request, ODataQuery query, string? lastId, bool more, SimulatorFault? fault)
    {
        var here = addresses.Graph + request.Path + request.QueryString;
        var next = lastId is null ? here : addresses.Graph + request.Path + NextQuery(request, lastId, query.Step + 1);
        return fault switch
        {
            SimulatorFault.NextLinkLoop => here,
            SimulatorFault.NextLinkOtherHost => Elsewhere(next, addresses.CanaryByName),
            SimulatorFault.NextLinkOtherPort => Elsewhere(next, addresses.Canary),
            SimulatorFault.NextLinkOtherScheme => Elsewhere(next, $"{(addresses.Scheme == "https" ? "http" : "https")}://127.0.0.1:{addresses.GraphPort}"),
            SimulatorFault.NextLinkUserInfo => Elsewhere(next, $"{addresses.Scheme}://127.0.0.1:{addresses.GraphPort}@localhost:{addresses.CanaryPort}"),
            SimulatorFault.NextLinkNonsense => "::not an address::",
            _ => more ? next : null,
        };
    }

    private string Elsewhere(string link, string authority) => authority + link[addresses.Graph.Length..];

    private static string NextQuery(HttpRequest request, string lastId, int step)
    {
        var kept = request.Query.Where(q => q.Key != "$skiptoken").Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value.ToString())}");
        return "?" + string.Join('&', kept.Append($"$skiptoken={Uri.EscapeDataString(ODataQuery.Token(lastId, step))}"));
    }
}
