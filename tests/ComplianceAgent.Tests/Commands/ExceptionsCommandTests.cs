using ComplianceAgent.Tests.Scanning.Exceptions;

namespace ComplianceAgent.Tests.Commands;

public sealed class ExceptionsCommandTests
{
    [Fact]
    public async Task One_person_asks_another_approves_and_the_violation_is_excepted_until_it_is_revoked()
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();

        var asked = await world.RequestAsync();
        asked.Out.Should().Contain("Requested store:1: Device d1, ours, research, 2026-10-01 to 2026-12-01, as ann@pc-7.").And.Contain("It would excuse 1 violation on 1 device.")
            .And.Contain("exceptions approve 1 --why TEXT (the policy asks for: Head of security)");
        (await world.StatesAsync())[0].Should().Be("d1 Open seen-first");

        var approved = await world.AsAsync("bob", "approve", "1", "--why", "Reviewed", "--role", "Head of security");
        approved.Out.Should().Contain("Excuses 1 violation on 1 device now.").And.Contain("asserted to be two people (account of the system, asserted)").And.Contain("for you to see to");
        (await world.StatesAsync())[0].Should().Be("d1 Excepted exception-applies");
        world.Pass(1);
        (await world.ScanAsync()).Coverage.Should().Contain("excepted", 1);

        var revoked = await world.AsAsync("carl", "revoke", "store:1", "--why", "Research ended");
        revoked.Out.Should().Contain("Open again: 1 violation.");
        (await world.StatesAsync())[0].Should().Be("d1 Open exception-revoked");
        (await world.ListAsync()).Single().GetProperty("status").GetString().Should().Be("revoked");
    }

    [Fact]
    public async Task Whoever_asked_cannot_approve_on_any_machine()
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();
        await world.RequestAsync();

        var outcome = await world.AsAsync("ANN", "approve", "1", "--why", "Fine");

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain("Requester and approver must be two people; ANN is both.").And.Contain("Nothing was decided; the audit keeps the attempt.");
        (await world.Agent.RunAsync("audit", "list", "--last", "5", "--store", world.Agent.StorePath)).Out.Should().Contain("tried to be the second person to their own: store:1").And.Contain("ANN@pc-7");
        (await world.ListAsync()).Single().GetProperty("status").GetString().Should().Be("requested");
    }

    [Fact]
    public async Task A_list_tells_who_why_how_known_and_until_when()
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();
        await world.RequestAsync("--user", "ann@contoso.example", "--subject", "tiktok", "--mitigation", "Own network", "--mitigation", "No mail");
        await world.AsAsync("bob", "approve", "1", "--why", "Reviewed");

        var exception = (await world.ListAsync()).Single();

        exception.GetProperty("target").GetString().Should().Be("ann@contoso.example");
        exception.GetProperty("subject").GetString().Should().Be("tiktok");
        exception.GetProperty("mitigations").EnumerateArray().Select(text => text.GetString()).Should().Equal("Own network", "No mail");
        exception.GetProperty("requester").GetProperty("name").GetString().Should().Be("ann@pc-7");
        exception.GetProperty("approver").GetProperty("source").GetString().Should().Be("os-account");
        exception.GetProperty("assurance").GetString().Should().Be("asserted");
        exception.GetProperty("until").GetString().Should().Be("2026-12-01");
        exception.GetProperty("unused").GetBoolean().Should().BeTrue("no device of the files has a user");
        (await world.AsAsync("eve", "list")).Out.Should().Contain("In force, unused").And.Contain("1 exceptions in force cover no violation: store:1.");
    }

    [Fact]
    public async Task Without_any_the_list_says_so()
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();

        (await world.AsAsync("eve", "list")).Out.Should().Contain("Tenant local: there are no exceptions.");
    }

    [Theory]
    [InlineData("--device d1 --until 2027-10-01", "It lasts 366 days; policy ours allows 90 at most.")]
    [InlineData("--fleet --until 2026-12-01", "Policy ours allows no blanket exceptions")]
    [InlineData("--category Lab --until 2026-12-01", "Policy ours allows no blanket exceptions")]
    [InlineData("--device d1 --until 2026-09-30 --from 2026-09-01", "It ended on 2026-09-30, which has passed")]
    [InlineData("--device d1 --until 2026-12-01 --from 2027-01-01", "before it begins on 2027-01-01")]
    [InlineData("--device d1 --until 1.12.2026", "--until 1.12.2026: is not a date")]
    [InlineData("--device d1 --user ann --until 2026-12-01", "exactly one of --device")]
    [InlineData("--until 2026-12-01", "exactly one of --device")]
    [InlineData("--device d1 --until 2026-12-01 --subject tikto", "neither a rule of ours nor a product of the catalogue. Is tiktok meant?")]
    [InlineData("--serial 0000000 --until 2026-12-01", "is a filler")]
    public async Task A_request_that_cannot_be_is_refused_and_nothing_is_written(string more, string told)
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();

        var outcome = await world.AsAsync("ann", ["request", "ours", "--reason", "research", "--why", "Lab", .. more.Split(' ')]);

        outcome.Code.Should().Be(2);
        outcome.Error.Should().Contain(told);
        (await world.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_reason_or_policy_that_is_not_there_is_told_with_what_there_is()
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();

        var reason = await world.AsAsync("ann", "request", "ours", "--device", "d1", "--reason", "fun", "--why", "Lab", "--until", "2026-12-01");
        var policy = await world.AsAsync("ann", "request", "our", "--device", "d1", "--reason", "research", "--why", "Lab", "--until", "2026-12-01");

        reason.Error.Should().Contain("Policy ours does not allow the reason fun; it allows: research.");
        policy.Error.Should().Contain("There is no policy our in force to make an exception from. Is ours meant? In force: ours.");
    }

    [Fact]
    public async Task A_policy_whose_ban_names_no_exceptions_allows_none()
    {
        using var world = new ExceptionWorld("{}");
        await world.ScanAsync();

        (await world.RequestAsync()).Error.Should().Contain("Policy ours allows no exceptions. Where the law does, write a policy of your own");
    }

    [Fact]
    public async Task What_stands_in_the_register_is_changed_in_the_register()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, until: 2026-10-20");
        await world.ScanAsync();

        (await world.AsAsync("bob", "revoke", "register:lab", "--why", "x")).Error.Should().Contain("register:lab stands in the register: change it there");
        (await world.AsAsync("bob", "approve", "lab", "--why", "x")).Error.Should().Contain("lab: is no number of an exception");
    }

    [Fact]
    public async Task Revoking_leaves_what_the_register_covers_excepted()
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();
        await world.RequestAsync();
        await world.AsAsync("bob", "approve", "1", "--why", "Reviewed");
        world.WithRegister("id: lab, device: d1, until: 2026-10-20");

        var revoked = await world.AsAsync("bob", "revoke", "1", "--why", "In the register now");

        revoked.Out.Should().Contain("Open again: 0 violations; 1 other covered by another exception.");
        (await world.StatesAsync())[0].Should().Be("d1 Excepted exception-applies-register");
    }

    [Fact]
    public async Task A_dry_run_tells_and_writes_nothing()
    {
        using var world = new ExceptionWorld();
        await world.ScanAsync();

        (await world.RequestAsync("--device", "d1", "--dry-run")).Out.Should().Contain("Would request store:1").And.Contain("Dry run: nothing was written.");
        await world.RequestAsync();
        (await world.AsAsync("bob", "approve", "1", "--why", "x", "--dry-run")).Out.Should().Contain("Would excuse 1 violation on 1 device");

        (await world.StatesAsync())[0].Should().Be("d1 Open seen-first");
        (await world.ListAsync()).Single().GetProperty("status").GetString().Should().Be("requested");
    }

    [Fact]
    public async Task A_register_is_checked_against_the_policies_before_it_goes_live()
    {
        using var world = new ExceptionWorld();
        var file = world.Register("id: all, fleet: true, until: 2026-10-20", "id: lab, device: d1, until: 2026-10-20");
        File.AppendAllText(file, "  - { id: x, policy: our, device: d1, reason: r, why: w, requester: Ann, approver: Bob, from: 2026-10-01, until: 2026-10-02 }\n");

        var bad = await world.AsAsync("eve", "validate", file);
        world.Register("id: lab, device: d1, until: 2026-10-20");
        var good = await world.AsAsync("eve", "validate", file);

        bad.Code.Should().Be(2);
        bad.Out.Should().Contain("exceptions.yaml(4,5): Policy ours allows no blanket exceptions").And.Contain("exceptions.yaml(6,5): there is no policy our; did you mean ours?").And.NotContain("(5,");
        good.Code.Should().Be(0);
        good.Error.Should().Contain("Good: 1 exceptions, SHA-256 ");
    }

    [Fact]
    public async Task An_export_for_the_memorandum_holds_what_was_granted_and_says_what_each_record_lacks()
    {
        using var world = new ExceptionWorld("{ reasons: [law-enforcement, national-security, security-research], delegable: true }");
        await world.ScanAsync();
        string[] ask = ["request", "ours", "--why", "=cmd|Lab", "--until", "2026-12-01", "--reason"];
        await world.AsAsync("ann", [.. ask, "security-research", "--device", "d1", "--mitigation", "Own network"]);
        await world.AsAsync("ann", [.. ask, "national-security", "--device", "d2"]);
        await world.AsAsync("ann", [.. ask, "law-enforcement", "--user", "u"]);
        await world.AsAsync("bob", "approve", "1", "--why", "Fine", "--role", "Designee of the agency head");
        await world.AsAsync("bob", "approve", "2", "--why", "Fine");

        var export = await world.AsAsync("eve", "export", "--form", "m-23-13");

        var lines = export.Out.Split("\r\n");
        lines.Should().HaveCount(4, "a header, two records and the end");
        lines[1].Should().StartWith("store:1,inForce,").And.Contain(",Security research activities,'=cmd|Lab,Device d1,1,no,2026-10-01,2026-12-01,62,Own network,ann@pc-7,bob@pc-7,Designee of the agency head,2026-10-01,,").And.Contain("asserted: account of the system");
        lines[2].Should().Contain("risk mitigation; the office of the approver (agency head or designee)");
        export.Error.Should().Contain("Left out: 1 exceptions").And.Contain("1 of 2 records lack something");
    }

    [Fact]
    public async Task An_export_goes_to_a_file_of_its_owner_alone()
    {
        using var world = new ExceptionWorld().WithRegister("id: lab, device: d1, until: 2026-10-20");
        await world.ScanAsync();

        (await world.AsAsync("eve", "export", "--form", "csv", "--output", "all.csv")).Code.Should().Be(0);
        (await world.AsAsync("eve", "export", "--form", "json")).Out.Should().Contain("\"id\": \"register:lab\"");
        (await world.AsAsync("eve", "export", "--form", "xml")).Error.Should().Contain("--form xml: unknown. Write csv, json, m-23-13.");

        var path = Path.Combine(world.Agent.Folder, "all.csv");
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Should().StartWith("exception,status,").And.Contain("register:lab,inForce,");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
