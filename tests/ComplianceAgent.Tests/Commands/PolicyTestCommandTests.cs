using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Commands;

public sealed class PolicyTestCommandTests : IDisposable
{
    private const string Start = "schema: 1\npolicy: ours\ntitle: { en: Ours }\nrules: [{ product: tiktok }]\n";

    private readonly AgentFixture agent = new();

    [Fact]
    public async Task Every_pack_is_tested_and_counted()
    {
        var outcome = await agent.RunAsync("policy", "test");

        outcome.Code.Should().Be(ExitCodes.Done);
        outcome.Out.Should().MatchRegex("be-federal-tiktok +18 +0").And.NotContain("expected");
        outcome.Error.Should().Contain("Good: ").And.Contain(" cases of 22 policies.").And.Contain("Not tested: fr-recreational");
    }

    [Fact]
    public async Task A_failed_case_is_told_with_what_came_out_and_why_and_ends_with_1()
    {
        agent.Write("ours.yaml", Start + "cases:\n  - { name: Ban TikTok, platform: android, identifier: org.ban, expect: violation }\n  - { name: TikTok, expect: violation }\n");

        var outcome = await agent.RunAsync("policy", "test", "ours.yaml");

        outcome.Code.Should().Be(ExitCodes.NotInOrder);
        outcome.Out.Should().Contain("ours: \"Ban TikTok\" on Android as org.ban: expected violation, found none").And.Contain("  TikTok: ").And.MatchRegex("ours +2 +1");
        outcome.Error.Should().Contain("1 of 2 cases failed.");
    }

    [Fact]
    public async Task A_policy_without_cases_is_noted()
    {
        agent.Write("ours.yaml", Start);

        var outcome = await agent.RunAsync("policy", "test", "ours.yaml", "au-tiktok");

        outcome.Code.Should().Be(ExitCodes.Done);
        outcome.Error.Should().Contain("Without cases: ours.");
    }

    [Fact]
    public async Task Own_files_are_tested_beside_the_packs_and_a_broken_one_ends_with_2()
    {
        agent.Write("bans/ours.yaml", Start + "cases: [{ name: TikTok, expect: violation }]\n");
        agent.Write("bans/broken.policy.yaml", "schema: 1\npolicy: broken\ntitle: { en: x }\nrules: []\n");

        var outcome = await agent.RunAsync("policy", "test", "--set", "Policies:Path=bans");

        outcome.Code.Should().Be(ExitCodes.BadUsage);
        outcome.Out.Should().MatchRegex("ours +1 +0").And.Contain("be-federal-tiktok");
        outcome.Error.Should().Contain("broken.policy.yaml(4,8)");
    }

    [Fact]
    public async Task A_policy_that_is_not_there_ends_with_2()
    {
        var outcome = await agent.RunAsync("policy", "test", "be-federal-tiktock");

        outcome.Code.Should().Be(ExitCodes.BadUsage);
        outcome.Error.Should().Contain("did you mean be-federal-tiktok?");
        outcome.Out.Should().BeEmpty();
    }

    [Fact]
    public async Task Facts_that_nobody_checked_for_a_year_are_warned_of_in_list_and_validate()
    {
        agent.Clock = new FakeTimeProvider(new DateTimeOffset(2027, 11, 23, 12, 0, 0, TimeSpan.Zero));
        (await agent.RunAsync("policy", "list")).Error.Should().NotContain("facts last checked");

        agent.Clock = new FakeTimeProvider(new DateTimeOffset(2027, 11, 24, 12, 0, 0, TimeSpan.Zero));
        var list = await agent.RunAsync("policy", "list");
        var validate = await agent.RunAsync("policy", "validate");

        list.Out.Should().Contain("2026-11-23 (old)");
        list.Error.Should().Contain("facts last checked more than 12 months ago: au-deepseek,").And.Contain("Policy be-wallonia-tiktok ended on 2023-12-31");
        validate.Code.Should().Be(ExitCodes.Done);
        validate.Out.Should().Contain("Policy be-federal-tiktok rests on facts last checked on 2026-11-23");
    }

    [Fact]
    public async Task A_scan_notes_old_facts_and_that_a_policy_has_ended()
    {
        agent.Write("ours.yaml", Start + "checkedOn: 2020-01-01\nvalidUntil: 2020-12-31\n");
        agent.Write("apps.csv", "ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId,DeviceName,Platform\nTikTok,,1,11111111-1111-1111-1111-111111111111,phone,iOS\n");

        var scan = await agent.ScanAsync("--inventory", "apps.csv", "--policy", "ours.yaml", "--dry-run");

        scan.Scan.GetProperty("notes").EnumerateArray().Select(note => note.GetProperty("code").GetString()).Should().Contain(["policy-facts-old", "policy-has-ended"]);
    }

    public void Dispose() => agent.Dispose();
}
