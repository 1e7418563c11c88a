using System.Text.Json;
using ComplianceAgent.Reasons;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;

namespace ComplianceAgent.Inventory.Intune.Probing;

/// <summary>
/// Reads the first pages of a list as they come: the SDK drops every text that it does not know, and those are what a probe is for. Only ids and
/// enumerations are asked for, so that no name ever comes here.
/// </summary>
internal sealed class ListProbe(GraphConnection graph, string what, IReadOnlyList<string> texts, Func<string?, RequestInformation> request)
{
    /// <summary>Pages read; more would tell nothing new.</summary>
    public const int MostPages = 3;

    private static readonly Dictionary<string, ParsableFactory<IParsable>> Errors = new() { ["XXX"] = ODataError.CreateFromDiscriminatorValue };

    private readonly Dictionary<string, TextCounts> counts = texts.ToDictionary(text => text, _ => new TextCounts(), StringComparer.Ordinal);
    private readonly SortedSet<string> properties = new(StringComparer.Ordinal);
    private readonly List<int> pages = [];
    private IReadOnlyCollection<string> headers = [];
    private long? declared;

    /// <summary>Reads them.</summary>
    public async Task<ProbedList> ReadAsync(CancellationToken cancellationToken)
    {
        var links = new LinkTrail(graph.Endpoints, MostPages + 1);
        string? link = null;
        Reason? fault;
        do
        {
            (fault, link) = await PageAsync(link, cancellationToken);
            fault ??= links.Refuse(link, what)?.Reason;
        }
        while (fault is null && link is not null && pages.Count < MostPages);

        var named = headers.Select(ShapeText.Header).OfType<string>().Order(StringComparer.OrdinalIgnoreCase).ToList();
        return new ProbedList(
            graph.Options.PageSize, pages, link is not null, declared, [.. properties.Select(ShapeText.Admit)],
            counts.ToDictionary(pair => pair.Key, pair => pair.Value.Shaped(pair.Key is "platform" or "operatingSystem"), StringComparer.Ordinal),
            named, headers.Count - named.Count, fault?.Code ?? "read");
    }

    private async Task<(Reason? Fault, string? Link)> PageAsync(string? link, CancellationToken cancellationToken)
    {
        var inspected = new HeadersInspectionHandlerOption { InspectResponseHeaders = true };
        var asked = request(link);
        asked.AddRequestOptions([inspected]);
        var answer = await graph.AskAsync(what, cancel => graph.Client.RequestAdapter.SendPrimitiveAsync<Stream>(asked, Errors, cancel), cancellationToken);
        if (answer.Value is not { } body)
        {
            return (answer.Fault?.Reason ?? PageFaults.NoList(what, pages.Count + 1).Reason, null);
        }

        await using (body)
        {
            using var page = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            headers = headers.Count > 0 ? headers : [.. inspected.ResponseHeaders.Keys];
            return Take(page.RootElement);
        }
    }

    private (Reason? Fault, string? Link) Take(JsonElement page)
    {
        if (!page.TryGetProperty("value", out var rows) || rows.ValueKind != JsonValueKind.Array)
        {
            return (PageFaults.NoList(what, pages.Count + 1).Reason, null);
        }

        foreach (var row in rows.EnumerateArray())
        {
            properties.UnionWith(row.EnumerateObject().Select(property => property.Name));
            foreach (var (name, count) in counts)
            {
                count.Add(TextOf(row, name));
            }
        }

        pages.Add(rows.GetArrayLength());
        declared ??= page.TryGetProperty("@odata.count", out var number) && number.TryGetInt64(out var told) ? told : null;
        return (null, page.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null);
    }

    private static string TextOf(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
