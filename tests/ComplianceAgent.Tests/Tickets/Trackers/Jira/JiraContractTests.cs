namespace ComplianceAgent.Tests.Tickets.Trackers.Jira;

/// <summary>The contract against a Jira Cloud as Atlassian describes it.</summary>
public sealed class JiraCloudContractTests : TrackerContract
{
    protected override async Task<TrackerWorld> WorldAsync() => await JiraWorld.SharedAsync(isCloud: true);
}

/// <summary>The contract against a Jira Data Center as Atlassian describes it.</summary>
public sealed class JiraDataCenterContractTests : TrackerContract
{
    protected override async Task<TrackerWorld> WorldAsync() => await JiraWorld.SharedAsync(isCloud: false);
}
