using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.Tickets.Trackers;

/// <summary>The settings of the tracker that is chosen are checked at start, and of no other.</summary>
public sealed class TrackerSettingsTests
{
    public static TheoryData<string, string[], string> Bad => new()
    {
        { "RequestTracker", [], "Tickets:RequestTracker:Url is not set. Write the address, such as https://rt.example.org." },
        { "RequestTracker", ["Tickets:RequestTracker:Url=https://rt.example.org"], "Tickets:RequestTracker:Token is not set. Write an auth token" },
        { "RequestTracker", ["Tickets:RequestTracker:Url=https://rt.example.org", "Tickets:RequestTracker:Token=env:T"], "Tickets:RequestTracker:Queue is not set." },
        { "RequestTracker", ["Tickets:RequestTracker:KeyField=a'} OR CF.{b"], "Tickets:RequestTracker:KeyField must be the name of a custom field" },
        { "Redmine", [], "Tickets:Redmine:Url is not set." },
        { "Redmine", ["Tickets:Redmine:Url=http://redmine.example.org"], "Tickets:Redmine:Url: http://redmine.example.org is not encrypted." },
        { "Redmine", ["Tickets:Redmine:Url=redmine"], "\"redmine\" is not an address" },
        { "Redmine", ["Tickets:Redmine:Url=https://redmine.example.org/?key=1"], "Tickets:Redmine:Url: take the part behind ? or # out of the address." },
        { "Redmine", ["Tickets:Redmine:Url=https://a:b@redmine.example.org"], "an address may hold no user or password" },
        { "Redmine", ["Tickets:Redmine:Url=http://169.254.169.254/"], "Tickets:Redmine:Url: http://169.254.169.254/ is not encrypted." },
        { "Redmine", ["Tickets:Redmine:Url=https://169.254.169.254/"], "is a link-local or metadata address" },
        { "Redmine", ["Tickets:Redmine:ApiKey=file:key"], "Tickets:Redmine:ApiKey: write file: and the whole path" },
        { "Redmine", ["Tickets:Redmine:Markup=Wiki"], "Tickets:Redmine:Markup: \"Wiki\" is not one of Textile, Markdown" },
        { "Jira", [], "Tickets:Jira:Url is not set. Write the address, such as https://example.atlassian.net." },
        { "Jira", [], "Tickets:Jira:User is not set. Write the mail address of the agent's account." },
        { "Jira", ["Tickets:Jira:Kind=DataCenter"], "Tickets:Jira:Token is not set. Write a personal access token" },
        { "Jira", ["Tickets:Jira:Project=mdm"], "Tickets:Jira:Project: \"mdm\" is no key of a project" },
        { "Jira", ["Tickets:Jira:KeyLabel=two words"], "Tickets:Jira:KeyLabel must be" },
        { "Jira", ["Tickets:Jira:Labels:0=two words"], "Tickets:Jira:Labels: \"two words\" is no label" },
        { "Jira", ["Tickets:Jira:Fields:0=nothing"], "Tickets:Jira:Fields:0: \"nothing\" names no field. Write NAME=VALUE." },
        { "Jira", ["Tickets:Jira:Fields:0=summary=x"], "Tickets:Jira:Fields:0: summary is set by the agent itself." },
        { "Jira", ["Tickets:Jira:Url=http://jira.example.org"], "Tickets:Jira:Url: http://jira.example.org is not encrypted." },
        { "ServiceNow", [], "Tickets:ServiceNow:User is not set. Write the agent's account, or Tickets:ServiceNow:ClientId for OAuth." },
        { "ServiceNow", ["Tickets:ServiceNow:ClientId=c"], "Tickets:ServiceNow:ClientSecret is not set." },
        { "ServiceNow", ["Tickets:ServiceNow:Table=incident?x"], "Tickets:ServiceNow:Table must be the name of a table" },
        { "ServiceNow", ["Tickets:ServiceNow:AssignmentGroup=a^ORb=c"], "Tickets:ServiceNow:AssignmentGroup may be no longer than 100 characters and hold neither ^ nor a script." },
        { "ServiceNow", ["Tickets:ServiceNow:ReopenState=6"], "Tickets:ServiceNow:ReopenState (6) must not be one of Tickets:ServiceNow:ClosedStates." },
        { "ServiceNow", ["Tickets:ServiceNow:ClosedStates:0=3"], "Tickets:ServiceNow:ClosedStates must hold Tickets:ServiceNow:CloseState (6)" },
        { "ServiceNow", ["Tickets:ServiceNow:Fields:0=U Field=1"], "\"U Field\" is no name of a field" },
        { "Webhook", [], "Tickets:Webhook:Secret is not set." },
        { "Webhook", ["Tickets:Webhook:PreviousSecret=keyvault:https://evil.example/secrets/x"], "Tickets:Webhook:PreviousSecret: write keyvault:https://NAME.vault.azure.net/secrets/NAME" },
        { "Webhook", ["Tickets:Webhook:Source=two words"], "Tickets:Webhook:Source must be" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_setting_of_the_chosen_tracker_stops_the_start_and_says_what_to_write(string tracker, string[] settings, string said)
    {
        using var agent = new AgentFixture();

        var outcome = await agent.RunAsync(["policy", "list", .. settings.Prepend("Tickets:Tracker=" + tracker).SelectMany(setting => (string[])["--set", setting])]);

        outcome.Code.Should().Be(ExitCodes.BadUsage);
        outcome.Error.Should().Contain(said);
    }

    [Fact]
    public async Task The_settings_of_the_others_may_be_half_written()
    {
        using var agent = new AgentFixture();

        (await agent.RunAsync(["policy", "list", "--set", "Tickets:Redmine:Url=nonsense", "--set", "Tickets:RequestTracker:Token=env:"])).Code.Should().Be(ExitCodes.Done);
    }
}
