using ComplianceAgent.Tickets.Outgoing;

namespace ComplianceAgent.Diagnostics.Telemetry;

/// <summary>
/// Carries telemetry to the collector as everything else that leaves: no redirects, no cookies, checked addresses only. Headers are read anew each
/// time, so that a renewed token needs no restart. It makes no spans: what tells of sending would be sent again.
/// </summary>
internal sealed class OtlpHandler : DelegatingHandler
{
    private readonly SecretReader secrets;
    private readonly SecretReference headers;

    public OtlpHandler(SecretReader secrets, OutgoingConnector connector, string headers)
    {
        this.secrets = secrets;
        this.headers = new SecretReference("Telemetry:OtlpHeaders", headers);
        var connections = OutgoingHttp.Connections(connector);
        connections.ActivityHeadersPropagator = null;
        InnerHandler = connections;
    }

    /// <summary>Names and values of a setting; null when it is not written so. Pure.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries)).ToList();
        return parts.TrueForAll(part => part is [{ Length: > 0 }, { Length: > 0 }]) ? parts.ConvertAll(part => KeyValuePair.Create(part[0], part[1])) : null;
    }

    // The exporter sends from a thread of its own, and waits there.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
#pragma warning disable VSTHRD002 // See above.
        AddHeadersAsync(request, cancellationToken).AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        return base.Send(request, cancellationToken);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await AddHeadersAsync(request, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }

    private async ValueTask AddHeadersAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (headers.IsEmpty)
        {
            return;
        }

        foreach (var (name, value) in Parse(await secrets.ReadAsync(headers, cancellationToken)) ?? [])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
