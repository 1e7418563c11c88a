using ComplianceAgent.Tickets.Outgoing;

namespace ComplianceAgent.Diagnostics.Telemetry;

/// <summary>
/// Carries telemetry to the collector as everything else that leaves: no redirects, no cookies, checked addresses only. Headers are read anew each
/// time, so that a renewed token needs no restart. It makes no spans: what tells of sending would be sent again.
/// </summary>
internal sealed class OtlpHandler : DelegatingHandler
{
    private readonly SecretReader secrets;
    private readonly SecretReference reference;
    private volatile IReadOnlyList<KeyValuePair<string, string>> headers = [];

    public OtlpHandler(SecretReader secrets, OutgoingConnector connector, string headers)
    {
        this.secrets = secrets;
        reference = new SecretReference("Telemetry:OtlpHeaders", headers);
        var connections = OutgoingHttp.Connections(connector);
        connections.ActivityHeadersPropagator = null;
        InnerHandler = connections;
        _ = RefreshAsync(CancellationToken.None);
    }

    /// <summary>Names and values of a setting; null when it is not written so. Pure.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries)).ToList();
        return parts.TrueForAll(part => part is [{ Length: > 0 }, { Length: > 0 }]) ? parts.ConvertAll(part => KeyValuePair.Create(part[0], part[1])) : null;
    }

    // The exporter sends without awaiting. A file or variable is read at once; what a vault answers counts for the next sending.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _ = RefreshAsync(CancellationToken.None);
        AddTo(request);
        return base.Send(request, cancellationToken);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        AddTo(request);
        return await base.SendAsync(request, cancellationToken);
    }

    private void AddTo(HttpRequestMessage request)
    {
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (reference.IsEmpty)
        {
            return;
        }

        try
        {
            headers = Parse(await secrets.ReadAsync(reference, cancellationToken)) ?? [];
        }
        catch (SecretException)
        {
            // The last ones count; a collector that does not take them refuses, and nothing of a scan hangs on that.
        }
    }
}
