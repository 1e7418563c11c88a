namespace ComplianceAgent.Tests.Tickets.Trackers.ServiceNow;

/// <summary>The contract against a ServiceNow as its maker describes it, signed in with a password.</summary>
public sealed class ServiceNowContractTests : TrackerContract
{
    protected override async Task<TrackerWorld> WorldAsync() => await ServiceNowWorld.SharedAsync(usesOAuth: false);
}

/// <summary>The same with OAuth client credentials.</summary>
public sealed class ServiceNowOAuthContractTests : TrackerContract
{
    protected override async Task<TrackerWorld> WorldAsync() => await ServiceNowWorld.SharedAsync(usesOAuth: true);
}
