using ComplianceAgent.Reasons;
using Microsoft.Graph.Models;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>Asks a tenant the first question of each thing that a scan asks. Creates nothing there.</summary>
internal sealed class TenantExaminer(GraphConnection graph, TenantOptions tenant)
{
    // Nobody's job: asking for it tells whether jobs may be read, and starts none.
    private const string NoJob = "AppInvRawData_00000000-0000-0000-0000-000000000000";

    /// <summary>Signs in. What the token says of itself, null when it says nothing, and why it cannot be used.</summary>
    public async Task<(Reason? Fault, TokenClaims? Claims)> SignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            var claims = await graph.SignInAsync(cancellationToken);
            return (claims?.WrongTenant(tenant) ?? claims?.RefusedExcess(tenant), claims);
        }
        catch (InventoryException refused)
        {
            return (refused.Reason, null);
        }
    }

    /// <summary>Asks for one managed device; null when it answers.</summary>
    public async Task<GraphFault?> DevicesAsync(CancellationToken cancellationToken)
    {
        var answer = await graph.AskAsync(
            "one managed device",
            cancel => graph.Client.DeviceManagement.ManagedDevices.GetAsync(
                query =>
                {
                    query.QueryParameters.Top = 1;
                    query.QueryParameters.Select = ["id"];
                },
                cancel),
            cancellationToken);
        return answer.Fault;
    }

    /// <summary>Asks for one detected app and for one device that has it: the second route asks both.</summary>
    public async Task<GraphFault?> DetectedAppsAsync(CancellationToken cancellationToken)
    {
        var apps = await graph.AskAsync(
            "one detected app",
            cancel => graph.Client.DeviceManagement.DetectedApps.GetAsync(
                query =>
                {
                    query.QueryParameters.Top = 1;
                    query.QueryParameters.Select = ["id"];
                },
                cancel),
            cancellationToken);
        return apps switch
        {
            { Fault: { } fault } => fault,
            { Value.Value: [{ Id: { Length: > 0 } id }, ..] } => await DevicesOfAsync(id, cancellationToken),
            _ => null,
        };
    }

    /// <summary>Asks for an export job that does not exist: null when the tenant says that it does not, which is the right answer.</summary>
    public async Task<GraphFault?> ExportJobsAsync(CancellationToken cancellationToken)
    {
        var answer = await graph.AskAsync<DeviceManagementExportJob>(
            "an export job that is not there", cancel => graph.Client.DeviceManagement.Reports.ExportJobs[NoJob].GetAsync(cancellationToken: cancel), cancellationToken);
        return answer.Fault is { Kind: GraphFaultKind.NotFound or GraphFaultKind.Refused } ? null : answer.Fault;
    }

    private async Task<GraphFault?> DevicesOfAsync(string app, CancellationToken cancellationToken)
    {
        var answer = await graph.AskAsync(
            "one device of a detected app",
            cancel => graph.Client.DeviceManagement.DetectedApps[app].ManagedDevices.GetAsync(
                query =>
                {
                    query.QueryParameters.Top = 1;
                    query.QueryParameters.Select = ["id"];
                },
                cancel),
            cancellationToken);

        // The app may have gone in between, as apps do every day.
        return answer.Fault is { Kind: GraphFaultKind.NotFound } ? null : answer.Fault;
    }
}
