using System.Net;
using System.Text.Json.Nodes;

namespace ComplianceAgent.Tickets.Trackers;

/// <summary>What <see cref="TrackerHttp"/> has to know of a tracker.</summary>
internal sealed record TrackerTarget
{
    /// <summary>Name for people: <c>Redmine</c>, <c>Request Tracker</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Section of its settings, such as <c>Tickets:Redmine</c>: reasons name <c>Section:Url</c>.</summary>
    public required string Section { get; init; }

    /// <summary>Address from the settings; only paths beneath it are asked.</summary>
    public required Uri Address { get; init; }

    /// <summary>Puts the credential into a request.</summary>
    public required Func<HttpRequestMessage, CancellationToken, ValueTask> Authorize { get; init; }

    /// <summary>The tracker's own words in the body of an error; empty when there are none. What it gives is cleaned and cut.</summary>
    public required Func<JsonNode?, string> ErrorText { get; init; }

    /// <summary>False for a receiver whose body does not matter.</summary>
    public bool AnswersJson { get; init; } = true;

    /// <summary>True for a reply that refuses the credential.</summary>
    public Func<TrackerReply, bool> RefusesCredential { get; init; } = reply => reply.Status == HttpStatusCode.Unauthorized;
}

/// <summary>A reply that was read whole.</summary>
/// <param name="Status">Status.</param>
/// <param name="Json">Body; null when there was none.</param>
/// <param name="Headers">Headers, names in any case.</param>
internal sealed record TrackerReply(HttpStatusCode Status, JsonNode? Json, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>A header as sent; empty when it was not.</summary>
    public string Header(string name) => Headers.TryGetValue(name, out var value) ? value : "";
}
