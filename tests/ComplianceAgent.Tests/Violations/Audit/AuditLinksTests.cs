using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Audit;

namespace ComplianceAgent.Tests.Violations.Audit;

public sealed class AuditLinksTests
{
    private static readonly EventContent Content = new(
        "contoso", 1, 7, new DateTimeOffset(2026, 11, 24, 4, 30, 0, TimeSpan.Zero), ViolationEventKind.Resolved, Guid.Parse("11111111-2222-3333-4444-555555555555"), "absent", "{}", "", "1");

    public static TheoryData<string, object> Edits => new()
    {
        { "tenant", Content with { Tenant = "fabrikam" } },
        { "number", Content with { Sequence = 2 } },
        { "scan", Content with { ScanNumber = 8 } },
        { "moment", Content with { At = Content.At.AddTicks(1) } },
        { "kind", Content with { Kind = ViolationEventKind.Withdrawn } },
        { "violation", Content with { ViolationId = Guid.Empty } },
        { "reason", Content with { ReasonCode = "present" } },
        { "parameters", Content with { Parameters = "{ }" } },
        { "person", Content with { PersonHash = "0" } },
        { "state", Content with { StateHash = "0" } },
        { "state taken away", Content with { StateHash = "" } },
        { "a letter moved between columns", Content with { ReasonCode = "absen", Parameters = "t{}" } },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void Every_column_counts(string what, object edited) => AuditLinks.Of("", (EventContent)edited).Should().NotBe(AuditLinks.Of("", Content), what);

    [Fact]
    public void A_link_hangs_on_the_one_before_and_on_nothing_else()
    {
        AuditLinks.Of("0", Content).Should().NotBe(AuditLinks.Of("", Content));
        AuditLinks.Of("", Content).Should().Be(AuditLinks.Of("", Content with { At = Content.At.ToOffset(TimeSpan.FromHours(5)) }), "the moment counts, not how it is written");
        AuditLinks.Of("", Content).Should().MatchRegex("^[0-9a-f]{64}$");
        AuditLinks.Of("", new ScanContent("contoso", 1, "{}", 0, "")).Should().NotBe(AuditLinks.Of("", new ScanContent("contoso", 1, "{}", 1, "")));
    }

    [Fact]
    public void A_name_cannot_be_told_from_its_commitment()
    {
        var salt = AuditLinks.NewSalt();
        salt.Should().HaveLength(32).And.NotBe(AuditLinks.NewSalt());
        AuditLinks.OfPerson(salt, "ann").Should().NotBe(AuditLinks.OfPerson(AuditLinks.NewSalt(), "ann"));
    }

    [Fact]
    public void Anchors_are_found_in_any_text()
    {
        var anchor = new AuditAnchor(AuditChain.Scans, "contoso", 12, new string('a', 64));
        AuditAnchor.In($"<code>{anchor}</code> \"{anchor}\", audit-events:contoso:3:{new string('b', 63)}").Should().Equal(anchor);
    }
}
