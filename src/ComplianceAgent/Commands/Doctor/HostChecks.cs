using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>Looks at the hosts that a firewall must let through, at the clock they tell, and at what stands in between.</summary>
internal static class HostChecks
{
    /// <summary>One check for each cloud among the tenants.</summary>
    public static IEnumerable<Check> Of(IReadOnlyList<TenantOptions> tenants, bool probes, TimeProvider clock) => tenants
        .GroupBy(tenant => GraphEndpoints.Of(tenant).Root.AbsoluteUri, StringComparer.Ordinal)
        .Select(cloud => new Check(
            "hosts", string.Join(", ", cloud.Select(tenant => tenant.Name)), TimeSpan.FromSeconds(30), cancel => LookAsync([.. cloud], probes, clock, cancel)));

    private static async Task<IReadOnlyList<Finding>> LookAsync(IReadOnlyList<TenantOptions> tenants, bool probes, TimeProvider clock, CancellationToken cancellationToken)
    {
        var endpoints = GraphEndpoints.Of(tenants[0]);
        var signingIn = tenants.FirstOrDefault(tenant => tenant.Credential.Kind != CredentialKind.ManagedIdentity);
        var asked = new List<(HostRole Role, Task<HostLook> Look)>();
        if (signingIn is not null)
        {
            asked.Add((HostRole.Login, HostAsker.AskAsync(Metadata(endpoints.Authority, signingIn.TenantId), null, 0, cancellationToken)));
        }

        asked.Add((HostRole.Graph, HostAsker.AskAsync(new Uri(endpoints.Root.AbsoluteUri + "/"), null, 0, cancellationToken)));
        var looks = await Task.WhenAll(asked.Select(host => host.Look));
        var findings = asked.Zip(looks).SelectMany(host => HostFindings.Of(host.First.Role, host.Second)).ToList();
        if (!probes)
        {
            findings.Add(NotTried(endpoints));
        }

        findings.Add(HostFindings.Proxy(looks));
        findings.AddRange(await ClockAsync(tenants[0], looks, clock, cancellationToken));
        return findings;
    }

    /// <summary>Where the authority describes itself: public, and asked without any credential.</summary>
    public static Uri Metadata(Uri authority, string tenantId) =>
        new($"{authority.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(tenantId)}/v2.0/.well-known/openid-configuration");

    private static Finding NotTried(GraphEndpoints endpoints) => Finding.NotTried(
        HostFindings.Name,
        endpoints.BlobSuffixes is [{ } suffix, ..] ? "*" + suffix : "storage",
        $"{HostRole.Storage.Name}: Intune tells its name only with an export job, and doctor starts none by itself. While it is blocked: {HostRole.Storage.Cost}",
        "compliance-agent doctor --probe FILE starts one job and tries it.");

    // A simulated tenant lives in its own time, and so does the scan of it.
    private static async Task<IEnumerable<Finding>> ClockAsync(TenantOptions tenant, IReadOnlyList<HostLook> looks, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (looks.LastOrDefault(look => look.Date is not null) is not { } told)
        {
            return [Finding.NotTried("clock", "", "no host told the time")];
        }

        try
        {
            var ours = tenant.SimulatorUrl is { Length: > 0 } simulator ? await SimulatedTime.AskAsync(simulator, cancellationToken) : clock.GetUtcNow();
            return HostFindings.Clock(told.Host, ours, told.Date) is { } finding ? [finding] : [];
        }
        catch (InventoryException)
        {
            return [Finding.NotTried("clock", "", "the simulator does not tell its time")];
        }
    }
}
