using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Inventory.Intune.Probing;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using ComplianceAgent.Scanning.Tenants;

namespace ComplianceAgent.Commands.Doctor;

/// <summary>Looks at one tenant: policies, credential, sign-in, permissions, both routes, and with a probe the export itself.</summary>
internal sealed class TenantChecks(IntuneInventory inventory, TenantPolicies policies, TenantRegisters registers, bool readsGroups, TimeProvider clock)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BoundOfProbe = TimeSpan.FromMinutes(30);

    /// <summary>Shapes of the tenants that were probed, by name.</summary>
    public Dictionary<string, TenantProbed> Probed { get; } = new(StringComparer.Ordinal);

    /// <summary>The checks of a tenant.</summary>
    public IEnumerable<Check> Of(TenantOptions tenant, bool probes) =>
    [
        new Check("policies", tenant.Name, Bound, _ => Task.FromResult(Policies(tenant))),
        new Check("tenant", tenant.Name, probes ? BoundOfProbe : Bound, cancel => TenantAsync(tenant, probes, cancel)),
    ];

    private IReadOnlyList<Finding> Policies(TenantOptions tenant)
    {
        try
        {
            var inForce = string.Join(", ", policies.For(tenant).Policies.Select(policy => policy.Id));
            return [Finding.Ok("policies", tenant.Name, inForce), .. registers.FaultsOf(tenant).Select(fault => Finding.Fault("exceptions", tenant.Name, fault))];
        }
        catch (PolicyException unusable)
        {
            return [Finding.Fault("policies", tenant.Name, unusable.Message, "compliance-agent policy list shows what there is; name it in Policies:Use.")];
        }
    }

    private async Task<IReadOnlyList<Finding>> TenantAsync(TenantOptions tenant, bool probes, CancellationToken cancellationToken)
    {
        var credential = CredentialFindings.Of(tenant, clock.GetUtcNow()).ToList();
        GraphConnection graph;
        try
        {
            graph = inventory.Connect(tenant);
        }
        catch (InventoryException unusable)
        {
            return credential.Exists(finding => finding.Level == FindingLevel.Fault) ? credential : [.. credential, Finding.Fault(CredentialFindings.Name, tenant.Name, unusable.Message)];
        }

        return [.. credential, .. await SignedInAsync(tenant, graph, probes, cancellationToken)];
    }

    private async Task<IReadOnlyList<Finding>> SignedInAsync(TenantOptions tenant, GraphConnection graph, bool probes, CancellationToken cancellationToken)
    {
        var examiner = new TenantExaminer(graph, tenant);
        var (fault, claims) = await examiner.SignInAsync(cancellationToken);
        if (claims is null && fault is not null)
        {
            return [Finding.Fault("sign in", tenant.Name, Sentences.Say(fault)), Finding.NotTried(PermissionFindings.Name, tenant.Name, "nobody could sign in, so neither permissions nor routes could be tried")];
        }

        var findings = new List<Finding> { fault is null ? Finding.Ok("sign in", tenant.Name, "a token was given") : Finding.Fault("sign in", tenant.Name, Sentences.Say(fault)) };
        var review = claims is null ? null : PermissionReview.Of(claims.Roles, readsGroups);
        findings.AddRange(review is null
            ? [Finding.NotTried(PermissionFindings.Name, tenant.Name, "the token does not say what it may do; what answers below was allowed")]
            : PermissionFindings.Of(tenant, review));
        findings.AddRange(await RoutesAsync(tenant, examiner, probes, cancellationToken));
        if (probes)
        {
            findings.AddRange(await ProbeAsync(tenant, graph, claims, cancellationToken));
        }

        return findings;
    }

    private static async Task<IEnumerable<Finding>> RoutesAsync(TenantOptions tenant, TenantExaminer examiner, bool probes, CancellationToken cancellationToken)
    {
        var (devices, apps, jobs) = (examiner.DevicesAsync(cancellationToken), examiner.DetectedAppsAsync(cancellationToken), examiner.ExportJobsAsync(cancellationToken));
        await Task.WhenAll(devices, apps, jobs);
        return
        [
            Of("devices", tenant, await devices, "Intune answers", GraphPermission.Devices),
            Of("detected apps", tenant, await apps, "the route of detected apps answers", GraphPermission.Devices),
            .. probes && await jobs is null ? [] : (IEnumerable<Finding>)[Of("export", tenant, await jobs, "jobs may be read; whether the tenant starts one only a scan or doctor --probe FILE shows", GraphPermission.Configuration)],
        ];
    }

    private static Finding Of(string check, TenantOptions tenant, GraphFault? fault, string fine, GraphPermission permission) => fault switch
    {
        null => Finding.Ok(check, tenant.Name, fine),
        { Kind: GraphFaultKind.Forbidden } => Finding.Fault(check, tenant.Name, Sentences.Say(fault.Reason), [.. EntraCommands.Grant(tenant, permission)]),
        _ => Finding.Fault(check, tenant.Name, Sentences.Say(fault.Reason)),
    };

    private async Task<IEnumerable<Finding>> ProbeAsync(TenantOptions tenant, GraphConnection graph, TokenClaims? claims, CancellationToken cancellationToken)
    {
        var (probe, progress) = (inventory.ProbeOf(graph), new Progress<InventoryProgress>());
        var (devices, apps, job) = (probe.ManagedDevicesAsync(cancellationToken), probe.DetectedAppsAsync(cancellationToken), probe.ExportAsync(progress, cancellationToken));
        await Task.WhenAll(devices, apps, job);
        var (findings, export) = await ExportAsync(tenant, graph, probe, await job, progress, cancellationToken);
        var shape = new ProbedTenant { Export = export.Shape, ManagedDevices = await devices, DetectedApps = await apps };
        lock (Probed)
        {
            Probed[tenant.Name] = new TenantProbed(tenant, shape, claims is null ? null : PermissionReview.Of(claims.Roles, readsGroups));
        }

        return findings;
    }

    private static async Task<(IReadOnlyList<Finding> Findings, ExportProbed Export)> ExportAsync(
        TenantOptions tenant, GraphConnection graph, TenantProbe probe, ExportProbed job, IProgress<InventoryProgress> progress, CancellationToken cancellationToken)
    {
        if (job.Address is not { } address)
        {
            return ([Finding.Fault("export", tenant.Name, $"{Sentences.Say(job.Fault!)} {HostRole.Storage.Cost}", [.. EntraCommands.Grant(tenant, GraphPermission.Configuration)])], job);
        }

        if (!graph.Endpoints.AllowsDownload(address))
        {
            var refused = Reason.Of("export-host-refused");
            return ([Finding.Fault("export", tenant.Name, $"{Sentences.Say(refused)} {HostRole.Storage.Cost}")], job.Failed(refused));
        }

        // The address holds a signature; its root alone goes on from here.
        var look = await HostAsker.AskAsync(new Uri(address.GetLeftPart(UriPartial.Authority) + "/"), null, 0, cancellationToken);
        var host = HostFindings.Of(HostRole.Storage, look).ToList();
        if (look.FailedAt.Length > 0)
        {
            var accepted = Finding.Ok("export", tenant.Name, "the tenant started a job and completed it; its file could not be fetched");
            return ([accepted, .. host], job.Failed(Reason.Of("export-storage-unreachable", ("layer", look.FailedAt))));
        }

        var read = await probe.ReadExportAsync(job, progress, cancellationToken);
        var finding = read.Fault is { } fault
            ? Finding.Fault("export", tenant.Name, $"{Sentences.Say(fault)} {HostRole.Storage.Cost}")
            : Finding.Ok("export", tenant.Name, FormattableString.Invariant($"a job was started, fetched and read: {read.Shape.Rows:N0} app rows in {read.Shape.Columns.Count} columns, {read.Shape.Seconds} s"));
        return ([finding, .. host], read);
    }
}

/// <summary>A tenant that was probed.</summary>
/// <param name="Tenant">Which.</param>
/// <param name="Shape">How it answers.</param>
/// <param name="Permissions">What its token may do; null when it does not say.</param>
internal sealed record TenantProbed(TenantOptions Tenant, ProbedTenant Shape, PermissionReview? Permissions);
