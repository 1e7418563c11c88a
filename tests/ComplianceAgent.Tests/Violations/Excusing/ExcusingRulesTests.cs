using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Tests.Violations.Excusing;

/// <summary>The one rule by which excusing acts count, and who is whose second person.</summary>
public sealed class ExcusingRulesTests
{
    [Theory]
    [InlineData("what frees nothing needs nobody", 0, ExcusingState.Pending, 2, true, "excuse-frees-nothing")]
    [InlineData("one person alone is not enough", 1, ExcusingState.Pending, 2, false, "excuse-waits")]
    [InlineData("nor for a thousand", 1000, ExcusingState.Pending, 2, false, "excuse-waits")]
    [InlineData("a second person makes it count", 1, ExcusingState.Approved, 2, true, "excuse-approved")]
    [InlineData("a refusal keeps it from counting", 1, ExcusingState.Refused, 2, false, "excuse-refused")]
    [InlineData("what was overtaken does not count", 1, ExcusingState.Superseded, 2, false, "excuse-superseded")]
    [InlineData("the setting may say that one is enough", 1, ExcusingState.Pending, 1, true, "excuse-one-is-enough")]
    [InlineData("but not against a refusal", 1, ExcusingState.Refused, 1, false, "excuse-refused")]
    [InlineData("what was agreed to stays so, whatever the setting says later", 1, ExcusingState.Approved, 1, true, "excuse-approved")]
    public void Table(string proves, int violations, ExcusingState state, int persons, bool counts, string reason)
    {
        var verdict = ExcusingRules.Judge(violations, state, persons);

        (verdict.Counts, verdict.Reason.Code).Should().Be((counts, reason), proves);
        Sentences.Codes.Should().Contain(reason);
    }

    [Theory]
    [InlineData("ann@pc-7", Author.OsAccount, "ann@pc-7", Author.OsAccount, true)]
    [InlineData("ann@pc-7", Author.OsAccount, "ann@container-4711", Author.OsAccount, true)]
    [InlineData("HOST\\ann@pc-7", Author.OsAccount, "ann@pc-7", Author.OsAccount, true)]
    [InlineData("Ann@pc-7", Author.OsAccount, "ann@pc-7", Author.OsAccount, true)]
    [InlineData("ann@pc-7", Author.OsAccount, "bob@pc-7", Author.OsAccount, false)]
    [InlineData("ann@pc-7", Author.OsAccount, "anna@pc-7", Author.OsAccount, false)]
    [InlineData("Ann Example", Author.Register, "ann  example ", Author.Register, true)]
    [InlineData("HOST\\ann", Author.Register, "ann", Author.Register, true)]
    [InlineData("ann@agency.example", Author.Register, "ann", Author.Register, true)]
    [InlineData("ann@agency.example", Author.Register, "ann@pc-7", Author.OsAccount, true)]
    [InlineData("ann@agency.example", Author.Register, "ann@partner.example", Author.Register, false)]
    [InlineData("Ann Example", Author.Register, "Bob Example", Author.Register, false)]
    [InlineData("/etc/bans/house.yaml", Author.Register, "ann@pc-7", Author.OsAccount, false)]
    public void Persons_are_told_apart_without_their_machine(string one, string oneSource, string two, string twoSource, bool same)
    {
        new Author(one, oneSource).IsSamePersonAs(new Author(two, twoSource)).Should().Be(same);
        new Author(two, twoSource).IsSamePersonAs(new Author(one, oneSource)).Should().Be(same);
    }

    [Fact]
    public void A_person_may_refuse_their_own_and_approve_only_anothers()
    {
        var act = new ExcusingAct
        {
            Number = 4, By = new Author("ann@pc-7", Author.OsAccount), At = Samples.Day(1),
            Matter = new ExcusingMatter { Kind = ExcusingKind.CaseDismissed, PolicyId = "", What = "1f0c9a52d4", Violations = 1, Devices = 1 },
        };

        ExcusingRules.FaultOf(act, 4, ExcusingStep.Approved, new Author("ann@pc-9", Author.OsAccount))!.Code.Should().Be("excuse-own");
        ExcusingRules.FaultOf(act, 4, ExcusingStep.Refused, new Author("ann@pc-9", Author.OsAccount)).Should().BeNull();
        ExcusingRules.FaultOf(act, 4, ExcusingStep.Approved, new Author("bob@pc-7", Author.OsAccount)).Should().BeNull();
        ExcusingRules.FaultOf(act with { State = ExcusingState.Approved }, 4, ExcusingStep.Approved, new Author("bob@pc-7", Author.OsAccount))!.Code.Should().Be("excuse-decided-already");
        ExcusingRules.FaultOf(null, 5, ExcusingStep.Approved, new Author("bob@pc-7", Author.OsAccount))!.Code.Should().Be("excuse-unknown");
    }
}
