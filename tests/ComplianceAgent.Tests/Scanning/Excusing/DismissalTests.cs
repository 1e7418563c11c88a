using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Scanning.Reviews;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Tests.Scanning.Excusing;

/// <summary>One person dismisses suspected matches: they wait as before until another one agrees.</summary>
public sealed class DismissalTests
{
    private static readonly string[] Before = ["d1 Review seen-first", "d2 Review seen-first", "d3 Open seen-first"];
    private static readonly string[] Dismissed = ["d1 Withdrawn review-dismissed", "d2 Withdrawn review-dismissed", "d3 Open seen-first"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_waits_and_counts_when_another_account_approves_or_dismisses_the_same(bool byDismissing)
    {
        using var world = new ReviewWorld(persons: 2);
        await world.ScanAsync();
        var id = await world.CaseAsync();

        var first = await AsAsync(world, "ann@pc-7", "reviews", "dismiss", id, "--reason", "A clock");
        var scan = await world.ScanAsync();

        first.Code.Should().Be(5, first.Error);
        first.Out.Should().Contain("Would free 2 devices.").And.Contain("excuses approve 1").And.Contain("set Excusing:Persons to 1; every report then says so").And.NotContain("never-flag");
        (scan.Code, scan.Coverage["underReview"]).Should().Be((0, 2));
        (await world.StatesAsync()).Should().Equal(Before);
        (await world.CaseAsync()).Should().Be(id, "it waits as before");
        (await AsAsync(world, "eve@pc-1", "excuses", "list")).Out.Should().MatchRegex("1 +Suspected match dismissed +every policy +" + id + ".*T1kTok.* 2 violations on 2 devices +ann@pc-7: A clock");

        var second = byDismissing
            ? await AsAsync(world, "bob@pc-7", "reviews", "dismiss", id, "--reason", "Seen it too")
            : await AsAsync(world, "bob@pc-7", "excuses", "approve", "1");

        second.Code.Should().Be(0, second.Error);
        (await world.StatesAsync()).Should().Equal(Dismissed);
        (await world.ScanAsync()).Changes.Should().BeEmpty();
        var decision = (await world.ListAsync()).GetProperty("decisions")[0];
        (decision.GetProperty("author").GetString(), decision.GetProperty("reason").GetString()).Should().Be(("ann@pc-7", "A clock"));
        var audit = (await AsAsync(world, "eve@pc-1", "audit", "list", "--last", "100")).Out;
        audit.Should().Contain("ann@pc-7").And.Contain("bob@pc-7").And.Contain("Excuse 1 (CaseDismissed");
    }

    [Theory]
    [InlineData("ann@pc-7")]
    [InlineData("ann@another-host")]
    [InlineData("ANN@pc-7")]
    [InlineData("PC-7\\ann@pc-7")]
    [InlineData("ａｎｎ@pc-7")]
    public async Task The_same_person_is_no_second_one_on_any_machine_and_the_audit_hears_of_the_try(string again)
    {
        using var world = new ReviewWorld(persons: 2);
        await world.ScanAsync();
        var id = await world.CaseAsync();
        await AsAsync(world, "ann@pc-7", "reviews", "dismiss", id, "--reason", "A clock");

        var approved = await AsAsync(world, again, "excuses", "approve", "1");
        var dismissed = await AsAsync(world, again, "reviews", "dismiss", id, "--reason", "A clock");

        (approved.Code, dismissed.Code).Should().Be((2, 2));
        approved.Error.Should().Contain("its second person has to be another account").And.Contain("Excusing:Persons to 1");
        (await world.StatesAsync()).Should().Equal(Before);
        var audit = (await AsAsync(world, "eve@pc-1", "audit", "list", "--last", "100")).Out;
        audit.Split("tried to be the second person to their own: excuse:1").Should().HaveCount(3, "both tries stand there");
        (await AsAsync(world, "eve@pc-1", "audit", "verify")).Code.Should().Be(0);
    }

    [Fact]
    public async Task What_was_refused_waits_for_review_as_before_and_whoever_asked_may_take_it_back()
    {
        using var world = new ReviewWorld(persons: 2);
        await world.ScanAsync();
        var id = await world.CaseAsync();
        await AsAsync(world, "ann@pc-7", "reviews", "dismiss", id, "--reason", "A clock");

        (await AsAsync(world, "ann@pc-7", "excuses", "refuse", "1", "--reason", "The wrong one")).Out.Should().Contain("The case waits as before.");
        (await AsAsync(world, "bob@pc-8", "excuses", "approve", "1")).Error.Should().Contain("refused already, by ann@pc-7");

        (await world.StatesAsync()).Should().Equal(Before);
        (await AsAsync(world, "bob@pc-8", "reviews", "dismiss", id, "--reason", "It is one")).Code.Should().Be(5, "another dismissal is another act");
        (await AsAsync(world, "ann@pc-7", "excuses", "approve", "3")).Code.Should().Be(0);
        (await world.StatesAsync()).Should().Equal(Dismissed);
    }

    [Fact]
    public async Task One_person_confirms_and_a_dismissal_that_waits_is_over()
    {
        using var world = new ReviewWorld(persons: 2);
        await world.ScanAsync();
        var id = await world.CaseAsync();
        await AsAsync(world, "ann@pc-7", "reviews", "dismiss", id, "--reason", "A clock");

        (await AsAsync(world, "bob@pc-8", "reviews", "confirm", id, "--reason", "It is TikTok")).Code.Should().Be(0);

        (await world.StatesAsync()).Should().Equal("d1 Open review-confirmed", "d2 Open review-confirmed", "d3 Open seen-first");
        (await AsAsync(world, "bob@pc-8", "excuses", "approve", "1")).Error.Should().Contain("superseded already");
        (await AsAsync(world, "ann@pc-7", "reviews", "undo", id, "--reason", "Not sure")).Code.Should().Be(0);
        (await world.ScanAsync()).Changes.Should().Equal(new Dictionary<string, int> { ["reclassified"] = 2 });
    }

    [Fact]
    public async Task A_dismissal_of_what_has_left_is_over_with_the_next_scan()
    {
        using var world = new ReviewWorld(persons: 2);
        await world.ScanAsync();
        await AsAsync(world, "ann@pc-7", "reviews", "dismiss", await world.CaseAsync(), "--reason", "A clock");

        const string gone = "d1,Outlook,1.0,Microsoft\nd2,Outlook,1.0,Microsoft\nd3,TikTok,1.0,TikTok Pte. Ltd.\nd4,Outlook,1.0,Microsoft\n";
        (await world.ScanAsync(gone)).Changes.Should().Contain("resolved", 2);
        (await world.ScanAsync(gone)).Written("excusing_acts").Should().Be(1);

        (await AsAsync(world, "bob@pc-8", "excuses", "list")).Out.Should().Contain("nothing waits to be excused");
    }

    private static Task<AgentOutcome> AsAsync(ReviewWorld world, string account, params string[] args)
    {
        world.Agent.Account = new Author(account, Author.OsAccount);
        return world.Agent.RunAsync([.. args, "--store", world.Agent.StorePath]);
    }
}
