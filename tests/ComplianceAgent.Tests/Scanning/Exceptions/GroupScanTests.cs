using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.LifeCycle;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Reviews;
using global::IntuneSimulator;
using global::IntuneSimulator.Faults;
using global::IntuneSimulator.Http;
using global::IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Scanning.Exceptions;

/// <summary>Exceptions for Entra groups, through the command line and a simulated Graph.</summary>
public sealed class GroupScanTests : IAsyncDisposable
{
    private const string Group = "99999999-aaaa-4bbb-8ccc-dddddddddddd";
    private const string Ann = "00000000-0000-4000-8000-00000000000a";
    private const string Bob = "00000000-0000-4000-8000-00000000000b";
    private const string Zoe = "00000000-0000-4000-8000-00000000000f";
    private const string Read = "GroupMember.Read.All";

    private World? world;

    public static TheoryData<SimulatorFault> Refusals =>
    [
        SimulatorFault.Forbidden, SimulatorFault.VanishedDevice, SimulatorFault.InternalServerError, SimulatorFault.HtmlPage, SimulatorFault.TruncatedJson, SimulatorFault.EmptyBody,
        SimulatorFault.RedirectElsewhere, SimulatorFault.NextLinkOtherHost, SimulatorFault.NextLinkOtherPort, SimulatorFault.NextLinkUserInfo, SimulatorFault.NextLinkLoop,
        SimulatorFault.MissingPage, SimulatorFault.SkippedPage, SimulatorFault.PageWithoutValue,
    ];

    public async ValueTask DisposeAsync()
    {
        if (world is not null)
        {
            await world.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_people_in_a_group_are_excused_and_the_group_is_read_anew_by_each_scan()
    {
        await StartAsync();
        Members(Ann, Zoe);

        var first = await world!.ScanAsync();
        first.Open.Should().Equal("bob tiktok");
        (await StatesAsync()).Should().Equal("ann Excepted exception-applies-register", "bob Open seen-first");

        Members(Bob, Zoe);
        var second = await world.NextDayAsync();
        second.Open.Should().Equal("ann tiktok");
        (await StatesAsync()).Should().Equal("ann Open exception-no-longer-covers", "bob Excepted exception-applies-register");
        world.Simulator.Requests.All.Where(IsOfGroups).Should().HaveCount(4, "two pages in each scan")
            .And.OnlyContain(request => Uri.UnescapeDataString(request.Query).Contains("select=id,userPrincipalName", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_group_that_cannot_be_read_whole_keeps_what_it_excuses_and_excuses_nothing_new(SimulatorFault fault)
    {
        await StartAsync();
        world!.Agent.Set("Graph:MaxRetries", "1");
        Members(Ann, Zoe);
        await world.ScanAsync();

        Members(Bob, Zoe);
        world.Simulator.Faults.Add(fault, times: 100, path: "/groups/");
        var scan = await world.NextDayAsync();

        scan.Code.Should().Be(0, scan.Error);
        scan.Complete.Should().BeTrue("whom an exception covers is no part of the inventory");
        scan.Open.Should().Equal("bob tiktok");
        ExceptionWorld.Notes(scan).Should().Contain("exception-group-unread").And.NotContain("exceptions-unused");
        scan.Error.Should().Contain($"register:lab: the members of the group {Group} are not known");
        world.Simulator.Requests.Of(SimulatorListener.Canary).Should().BeEmpty();

        world.Simulator.Faults.Clear();
        (await world.NextDayAsync()).Open.Should().Equal("ann tiktok");
    }

    [Fact]
    public async Task Without_the_permission_the_scan_is_whole_and_says_which_is_missing()
    {
        await StartAsync(roles: "DeviceManagementManagedDevices.Read.All");
        Members(Ann);

        var scan = await world!.ScanAsync();

        scan.Complete.Should().BeTrue();
        scan.Open.Should().Equal("ann tiktok", "bob tiktok");
        scan.Error.Should().Contain($"the application permission {Read} is missing");
    }

    [Fact]
    public async Task A_group_whose_membership_is_hidden_is_not_taken_for_an_empty_one()
    {
        await StartAsync();
        Members(Ann);
        await world!.ScanAsync();

        world.Simulator.Groups.Set(new SimulatedGroup(Group, [Person(Ann)], IsHidden: true));
        (await world.NextDayAsync()).Error.Should().Contain("membership is hidden");
        (await StatesAsync())[0].Should().Be("ann Excepted exception-applies-register");

        Members();
        (await world.NextDayAsync()).Open.Should().Equal("ann tiktok", "bob tiktok");
    }

    [Fact]
    public async Task Nothing_of_the_members_is_stored_logged_or_reported()
    {
        await StartAsync();
        Members(Ann, Zoe);

        await world!.ScanAsync("--output", "reports");

        var files = Directory.EnumerateFiles(world.Agent.Folder, "*", SearchOption.AllDirectories).ToList();
        files.Should().Contain(world.Agent.StorePath).And.Contain(file => file.EndsWith(".html", StringComparison.Ordinal));
        foreach (var file in files)
        {
            var text = System.Text.Encoding.Latin1.GetString(await ReadSharedAsync(file));
            text.Should().NotContain(Zoe, file).And.NotContain(Person(Zoe).UserPrincipalName, file);
        }
    }

    [Fact]
    public async Task A_policy_without_blanket_exceptions_refuses_groups_and_none_is_read()
    {
        await StartAsync(terms: "{ reasons: [research] }");
        Members(Ann);

        var scan = await world!.ScanAsync();

        scan.Open.Should().Equal("ann tiktok", "bob tiktok");
        ExceptionWorld.Notes(scan).Should().Contain("exceptions-refused");
        world.Simulator.Requests.All.Should().NotContain(request => IsOfGroups(request));
    }

    [Fact]
    public async Task Without_the_setting_groups_are_refused_with_the_setting_and_the_permission()
    {
        await StartAsync();
        world!.Agent.Set("Exceptions:Register", "");
        await world.ScanAsync();

        var name = await AsAsync("ann", ["request", "ours", "--group", "investigators", "--reason", "research", "--why", "Lab", "--until", "2026-12-20"]);
        world.Agent.Set("Exceptions:ReadGroups", "false");
        var request = await AsAsync("ann", ["request", "ours", "--group", Group, "--reason", "research", "--why", "Lab", "--until", "2026-12-20"]);
        world.Agent.Set("Exceptions:Register", Path.Combine(world.Agent.Folder, "exceptions.yaml"));
        var register = await world.ScanAsync();

        request.Code.Should().Be(2);
        request.Error.Should().Contain("Exceptions:ReadGroups").And.Contain(Read);
        name.Code.Should().Be(2);
        name.Error.Should().Contain("investigators is no object id");
        register.Code.Should().Be(2);
        register.Error.Should().Contain("exceptions.yaml(4,").And.Contain("Exceptions:ReadGroups").And.Contain(Read);
    }

    [Fact]
    public async Task One_that_was_requested_and_approved_excuses_from_the_next_scan_on_and_stays_when_the_setting_goes()
    {
        await StartAsync();
        world!.Agent.Set("Exceptions:Register", "");
        Members(Ann);
        await world.ScanAsync();
        (await AsAsync("ann", ["request", "ours", "--group", Group, "--reason", "research", "--why", "Lab", "--until", "2026-12-20"])).Out.Should().Contain("Group " + Group);
        (await AsAsync("bob", ["approve", "1", "--why", "Looked"])).Code.Should().Be(0);
        (await StatesAsync()).Should().OnlyContain(state => state.Contains("Open", StringComparison.Ordinal), "only a scan knows who is in the group");

        (await world.NextDayAsync()).Open.Should().Equal("bob tiktok");
        world.Agent.Set("Exceptions:ReadGroups", "false");
        var off = await world.NextDayAsync();
        off.Open.Should().Equal("bob tiktok");
        off.Error.Should().Contain("Exceptions:ReadGroups is off");

        (await AsAsync("bob", ["revoke", "1", "--why", "Over"])).Out.Should().Contain("Open again: 1 violation");
    }

    [Fact]
    public async Task Files_hold_no_groups_so_an_exception_for_one_excuses_nothing_and_the_scan_says_so()
    {
        using var files = new ExceptionWorld("{ blanket: true }").WithRegister($"id: lab, group: {Group}, until: 2026-10-10");
        files.Agent.Set("Exceptions:ReadGroups", "true");

        var scan = await files.ScanAsync();

        scan.Code.Should().Be(0);
        scan.Open.Should().Equal("d1 tiktok", "d2 tiktok");
        scan.Error.Should().Contain("Files that were exported from Intune hold no groups.");
    }

    private async Task StartAsync(string terms = "{ reasons: [research], blanket: true }", params string[] roles)
    {
        var fleet = new Fleet();
        fleet.Add(PhoneOf("ann", Ann));
        fleet.Add(PhoneOf("bob", Bob));
        world = await World.StartAsync(fleet.Tenant, new SimulatorOptions { MaxPageSize = 2, Roles = roles.Length > 0 ? roles : ["DeviceManagementManagedDevices.Read.All", Read] });
        var agent = world.Agent;
        world.Use(agent.Write("ours.yaml", $"schema: 1\npolicy: ours\nextends: be-federal-tiktok\nexceptions: {terms}\n"));
        agent.Write(
            "exceptions.yaml",
            $"schema: 1\nregister: ours\nexceptions:\n  - {{ id: lab, policy: ours, reason: research, why: Lab, requester: A, approver: B, from: 2026-10-01, until: 2026-12-20, group: {Group} }}\n");
        agent.Set("Exceptions:Register", Path.Combine(agent.Folder, "exceptions.yaml")).Set("Exceptions:ReadGroups", "true");
    }

    private static ScriptedDevice PhoneOf(string id, string user)
    {
        var phone = World.Phone(id).Install("TikTok", "TikTok Pte. Ltd.", product: "tiktok");
        phone.Record = phone.Record with { UserId = user, UserPrincipalName = id + "@contoso.example" };
        return phone;
    }

    private static SimulatedMember Person(string id) => new(id, $"member-{id[^1]}@members.example");

    /// <summary>Always three people, so that there are two pages.</summary>
    private void Members(params string[] ids) => world!.Simulator.Groups.Set(new SimulatedGroup(
        Group, ids.Length == 0 ? [] : [.. ids.Select(Person), .. Enumerable.Range(1, 3 - ids.Length).Select(i => new SimulatedMember($"00000000-0000-4000-8000-0000000000e{i}", null))]));

    private static bool IsOfGroups(RecordedRequest request) => request.Path.Contains("/groups/", StringComparison.Ordinal);

    private Task<AgentOutcome> AsAsync(string person, string[] args)
    {
        world!.Agent.Account = new Author(person + "@pc-7", Author.OsAccount);
        return world.Agent.RunAsync(["exceptions", .. args, "--store", world.Agent.StorePath]);
    }

    private async Task<IReadOnlyList<string>> StatesAsync() =>
        [.. (await world!.ViolationsAsync()).Select(violation => $"{violation.DeviceId} {violation.State} {violation.StateReason.Code}").Order(StringComparer.Ordinal)];

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }
}
