using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Reviews;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Violations.Exceptions;

public sealed class RegisterTests : IDisposable
{
    private const string Head = "schema: 1\nregister: ours\nexceptions:\n";
    private const string Entry = "id: lab, policy: ban, reason: research, why: Lab, requester: Ann, approver: Bob, from: 2026-03-01, until: 2026-03-30";

    private readonly string folder = Directory.CreateTempSubdirectory("register-tests-").FullName;
    private readonly FakeTimeProvider clock = new();

    private string File => Path.Combine(folder, "exceptions.yaml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string One(string more, string entry = Entry) => $"{Head}  - {{ {entry}, {more} }}\n";

    private static IEnumerable<string> Faults(string text) =>
        RegisterReader.Read("exceptions.yaml", Encoding.UTF8.GetBytes(text)).Faults.Items.Select(fault => $"{fault.Line}:{fault.Column} {fault.Reason!.Code}");

    [Fact]
    public void An_exception_is_read_whole_with_the_hash_of_its_file()
    {
        const string text = """
            schema: 1
            register: ours
            exceptions:
              - id: lab-phones
                policy: us-federal-tiktok
                subject: tiktok
                user: ann@agency.example
                reason: security-research
                why: Malware lab
                requester: Ann
                approver: Bob
                role: Designee
                requestedOn: 2026-02-01
                approvedOn: 2026-02-02
                from: 2026-03-01
                until: 2026-08-31
                mitigations: [Stand-alone device, Own network]
              - { id: fleet-wide, tenant: contoso, policy: ban, fleet: true, reason: test, why: Test, requester: Ann, approver: Bob, from: 2026-03-01, until: 2026-03-02 }
            """;

        var register = RegisterReader.Read("exceptions.yaml", Encoding.UTF8.GetBytes(text)).Register!;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        register.Should().BeEquivalentTo(new { File = "exceptions.yaml", Id = "ours", Hash = hash });
        register.Entries[0].Should().BeEquivalentTo(new { Tenant = "", Line = 4, Column = 5 });
        register.Entries[0].Waiver.Should().BeEquivalentTo(new
        {
            Reference = "register:lab-phones",
            State = WaiverState.Approved,
            Requester = new Author("Ann", Author.Register),
            Approver = new Author("Bob", Author.Register),
            ApproverRole = "Designee",
            ApprovedAt = (DateTimeOffset?)new DateTimeOffset(2026, 2, 2, 0, 0, 0, TimeSpan.Zero),
            RegisterHash = hash,
            IsEnforced = false,
            Ask = new
            {
                PolicyId = "us-federal-tiktok", Subject = "tiktok", Target = new WaiverTarget(WaiverTargetKind.User, "ann@agency.example"), ReasonCode = "security-research", Why = "Malware lab",
                From = new DateOnly(2026, 3, 1), Until = new DateOnly(2026, 8, 31), Mitigations = new[] { "Stand-alone device", "Own network" },
            },
        });
        register.For("contoso").Should().HaveCount(2);
        register.For("fabrikam").Should().ContainSingle().Which.Reference.Should().Be("register:lab-phones");
    }

    public static TheoryData<string, string, string[]> Broken => new()
    {
        { "nothing", "", ["1:1 policy-empty-file"] },
        { "no list", "schema: 1\nregister: ours\n", ["1:1 policy-missing-key"] },
        { "an emptied list", "schema: 1\nregister: ours\nexceptions:\n", ["3:1 policy-missing-key"] },
        { "a word misspelt", One("devise: phone-1"), ["4:5 exception-one-target", "4:125 policy-unknown-key-near"] },
        { "no target", Head + $"  - {{ {Entry} }}\n", ["4:5 exception-one-target"] },
        { "two targets", One("device: phone-1, user: ann"), ["4:5 exception-one-target"] },
        { "a group", One("group: investigators"), ["4:132 exception-group-off"] },
        { "not the fleet", One("fleet: false"), ["4:132 exception-fleet-false"] },
        { "a filler for a serial", One("serial: To be filled by O.E.M."), ["4:133 exception-serial-tells-nothing"] },
        { "one person twice", One("device: d", Entry.Replace("Bob", "' ann '", StringComparison.Ordinal)), ["4:83 exception-own-request"] },
        { "one account, once with its machine", One("device: d", Entry.Replace("Bob", "'PC-7\\Ann'", StringComparison.Ordinal)), ["4:83 exception-own-request"] },
        { "one account, once with its domain", One("device: d", Entry.Replace("Bob", "ann@pc-7", StringComparison.Ordinal)), ["4:83 exception-own-request"] },
        { "the end first", One("device: d", Entry.Replace("03-30", "02-28", StringComparison.Ordinal)), ["4:113 policy-date-before"] },
        { "an exception for ever", One("device: d", Entry.Replace("2026-03-30", "2099-01-01", StringComparison.Ordinal)), ["4:113 exception-period-odd"] },
        { "no end", One("device: d", Entry.Replace(", until: 2026-03-30", "", StringComparison.Ordinal)), ["4:5 policy-missing-key"] },
        { "an id twice", One("device: d") + $"  - {{ {Entry}, device: e }}\n", ["5:11 exception-id-taken"] },
        { "every fault of every entry", Head + "  - { id: A B, policy: ban }\n  - { id: x, reason: 7 !, from: soon }\n",
            ["4:5 exception-one-target", "4:5 policy-missing-key", "4:11 policy-bad-id", "5:5 exception-one-target", "5:5 policy-missing-key", "5:22 policy-bad-id", "5:33 policy-bad-date"] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_register_with_faults_is_refused_whole_and_each_is_told_with_its_place(string what, string text, string[] faults)
    {
        Faults(text).Distinct().Should().BeEquivalentTo(faults, what);
        RegisterReader.Read("exceptions.yaml", Encoding.UTF8.GetBytes(text)).Register.Should().BeNull();
    }

    [Theory]
    [InlineData("investigators", "exception-group-not-an-id")]
    [InlineData("11111111-2222-3333-4444-55555555555", "exception-group-not-an-id")]
    [InlineData("11111111-2222-3333-4444-555555555555", null)]
    public void A_group_is_named_by_its_object_id_where_groups_are_read(string group, string? fault)
    {
        var read = RegisterReader.Read("exceptions.yaml", Encoding.UTF8.GetBytes(One("group: " + group)), new RegisterKind(OfTenant: true, ReadsGroups: true));

        read.Faults.Items.Select(told => told.Reason!.Code).Should().Equal(fault is null ? [] : [fault]);
        (read.Register?.Entries.Single().Waiver.Ask.Target).Should().Be(fault is null ? new WaiverTarget(WaiverTargetKind.Group, group) : null);
        (read.Register?.Entries.Single().Waiver.Reference.StartsWith("tenant-register:", StringComparison.Ordinal)).Should().Be(fault is null ? true : null);
    }

    [Fact]
    public void A_register_that_says_that_there_are_none_is_good() =>
        RegisterReader.Read("exceptions.yaml", "schema: 1\nregister: ours\nexceptions: []\n"u8).Register!.Entries.Should().BeEmpty();

    [Fact]
    public void Every_fault_reads_as_a_sentence()
    {
        foreach (var row in Broken)
        {
            var (_, text, _) = row.Data;
            RegisterReader.Read("exceptions.yaml", Encoding.UTF8.GetBytes(text)).Faults.Items.Should().AllSatisfy(fault => fault.Message.Should().NotContain("{").And.NotBe(fault.Reason!.Code));
        }
    }

    [Fact]
    public void Editors_get_a_schema_of_it()
    {
        var entry = JsonDocument.Parse(RegisterShape.Schema).RootElement.GetProperty("properties").GetProperty("exceptions").GetProperty("items");

        entry.GetProperty("required").EnumerateArray().Select(key => key.GetString()).Should().BeEquivalentTo("id", "policy", "reason", "why", "requester", "approver", "from", "until");
    }

    [Fact]
    public void A_changed_register_comes_into_force_by_itself()
    {
        Write(One("device: phone-1"));
        using var monitor = Start();
        var before = monitor.Current;

        Write(One("device: phone-2"));
        monitor.Current.Should().BeSameAs(before);
        clock.Advance(TimeSpan.FromSeconds(10));

        monitor.Current!.Entries[0].Waiver.Ask.Target.Value.Should().Be("phone-2");
        monitor.Current.Hash.Should().NotBe(before!.Hash);
    }

    [Fact]
    public void A_broken_one_leaves_the_last_good_one_in_force_until_it_is_mended()
    {
        Write(One("device: phone-1"));
        using var monitor = Start();
        var good = monitor.Current;

        Write(One("device: phone-1, user: ann"));
        monitor.Check().Should().BeFalse();
        monitor.Current.Should().BeSameAs(good);
        monitor.LastFaults.Should().ContainSingle().Which.Line.Should().Be(4);

        Write(One("device: phone-3"));
        monitor.Check().Should().BeTrue();
        monitor.LastFaults.Should().BeEmpty();
    }

    [Fact]
    public void Mended_to_what_it_was_it_is_good_again()
    {
        Write(One("device: phone-1"));
        using var monitor = Start();
        Write("broken");
        monitor.Check();

        Write(One("device: phone-1"));

        monitor.Check().Should().BeTrue();
        monitor.LastFaults.Should().BeEmpty();
    }

    [Fact]
    public void One_that_vanishes_ends_no_exception()
    {
        Write(One("device: phone-1"));
        using var monitor = Start();

        System.IO.File.Delete(File);
        monitor.Check().Should().BeFalse();

        monitor.Current!.Entries.Should().ContainSingle();
        monitor.LastFaults.Should().ContainSingle().Which.ToString().Should().Contain("exceptions do not end by a file that vanishes");
    }

    [Fact]
    public void At_the_start_there_is_no_older_one_to_keep()
    {
        var missing = () => Start();
        missing.Should().Throw<PolicyException>().WithMessage("*exceptions.yaml: there is no such file*");

        Write(One("device: phone-1, user: ann"));
        missing.Should().Throw<PolicyException>().WithMessage("*exceptions.yaml(4,5): name exactly one of*");
    }

    [Fact]
    public void Without_a_register_there_is_none()
    {
        using var monitor = RegisterMonitor.Start("", default, clock, TimeSpan.FromSeconds(10), NullLogger<RegisterMonitor>.Instance);

        monitor.Check().Should().BeFalse();
        monitor.Current.Should().BeNull();
    }

    private RegisterMonitor Start() => RegisterMonitor.Start(File, default, clock, TimeSpan.FromSeconds(10), NullLogger<RegisterMonitor>.Instance);

    private void Write(string text) => System.IO.File.WriteAllText(File, text);
}
