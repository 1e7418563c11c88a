using ComplianceAgent.Policies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Policies;

public sealed class MonitorTests : IDisposable
{
    private const string Changed = "schema: 1\npolicy: house-ban\ntitle: { en: Changed }\nrules: [{ product: capcut }]\n";

    private readonly PolicyFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();

    public MonitorTests() => _folder.Write("house.policy.yaml", PolicyText.Good);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Changed_policies_come_into_force_by_themselves()
    {
        using var monitor = Start();
        var before = monitor.Current;
        var told = new List<PolicySet>();
        monitor.Reloaded += (_, e) => told.Add(e.Policies);

        _folder.Write("house.policy.yaml", Changed);
        monitor.Current.Should().BeSameAs(before);
        _clock.Advance(TimeSpan.FromSeconds(10));

        monitor.Current.Policies[0].EnglishTitle.Should().Be("Changed");
        told.Should().ContainSingle().Which.Should().BeSameAs(monitor.Current);
        before.Policies[0].EnglishTitle.Should().Be("House ban");
    }

    [Fact]
    public void Without_change_nothing_is_swapped()
    {
        using var monitor = Start();
        var before = monitor.Current;
        _folder.Write("house.policy.yaml", PolicyText.Good);
        monitor.Check().Should().BeFalse();
        monitor.Current.Should().BeSameAs(before);
    }

    [Fact]
    public void A_bad_file_keeps_the_last_good_one_and_mending_it_ends_that()
    {
        using var monitor = Start();
        var before = monitor.Current;
        _folder.Write("house.policy.yaml", "schema: 1\npolicy: house-ban\ntitle: { en: x }\nrules: []\n");
        monitor.Check().Should().BeFalse();
        monitor.Current.Should().BeSameAs(before);
        monitor.IsStale.Should().BeTrue();
        monitor.LastFaults.Should().Contain(fault => fault.Line == 4 && fault.Column == 8);

        _folder.Write("house.policy.yaml", Changed);
        monitor.Check().Should().BeTrue();
        (monitor.IsStale, monitor.Current.Policies[0].EnglishTitle).Should().Be((false, "Changed"));
        monitor.LastFaults.Should().OnlyContain(fault => fault.IsWarning);
    }

    [Fact]
    public void A_policy_file_that_vanishes_is_a_fault_not_a_lifted_ban()
    {
        using var monitor = Start();
        var before = monitor.Current;
        _folder.Delete("house.policy.yaml");
        monitor.Check().Should().BeFalse();
        monitor.Current.Should().BeSameAs(before);
        monitor.LastFaults[0].ToString().Should().Contain("house.policy.yaml: the file is gone, but it was in use");
    }

    [Fact]
    public void An_emptied_file_is_a_fault_not_a_lifted_ban()
    {
        using var monitor = Start();
        _folder.Write("house.policy.yaml", "");
        monitor.Check().Should().BeFalse();
        monitor.Current.Policies.Should().ContainSingle();
        monitor.IsStale.Should().BeTrue();
    }

    [Fact]
    public void A_vanished_folder_is_a_fault_not_a_lifted_ban()
    {
        using var monitor = Start();
        var aside = _folder.Path + ".aside";
        Directory.Move(_folder.Path, aside);
        monitor.Check().Should().BeFalse();
        monitor.Current.Policies.Should().ContainSingle();
        monitor.LastFaults.Should().Contain(fault => fault.Reason!.Code == "policy-folder-missing");
        Directory.Move(aside, _folder.Path);
        monitor.Check().Should().BeTrue();
        monitor.IsStale.Should().BeFalse();
    }

    [Fact]
    public void A_vanished_catalogue_addition_is_a_fault_too()
    {
        _folder.Write("more.catalog.yaml", "catalogue: more\nproducts: { tiktok: { names: [Our TikTok] } }\n");
        using var monitor = Start();
        _folder.Delete("more.catalog.yaml");
        monitor.Check().Should().BeFalse();
        monitor.Current.Catalogue.Products["tiktok"].Names.Should().Contain("Our TikTok");
        monitor.LastFaults.Should().Contain(fault => fault.Reason!.Code == "policy-vanished");
    }

    [Fact]
    public void A_vanished_file_that_was_extended_is_a_fault_too()
    {
        _folder.Write("above.policy.yaml", "schema: 1\npolicy: above\nextends: house-ban\n");
        using var monitor = Start("above");
        _folder.Delete("house.policy.yaml");
        monitor.Check().Should().BeFalse();
        monitor.LastFaults.Should().Contain(fault => fault.Reason!.Code == "policy-vanished");
    }

    [Fact]
    public void A_renamed_file_is_not_a_vanished_one()
    {
        using var monitor = Start();
        _folder.Delete("house.policy.yaml");
        _folder.Write("renamed.policy.yaml", PolicyText.Good);
        monitor.Check().Should().BeTrue();
        monitor.Current.Policies[0].Origin.Should().EndWith("renamed.policy.yaml");
    }

    [Fact]
    public void A_file_that_nobody_uses_may_go()
    {
        _folder.Write("other.policy.yaml", PolicyText.Good.Replace("house-ban", "other"));
        using var monitor = Start();
        _folder.Delete("other.policy.yaml");
        monitor.Check().Should().BeTrue();
        monitor.LastFaults.Should().OnlyContain(fault => fault.IsWarning);
    }

    [Fact]
    public void A_policy_named_by_file_is_watched_as_well()
    {
        var file = _folder.Write("by-file.yaml", PolicyText.Good);
        using var monitor = PolicyMonitor.Start(new PoliciesOptions { Use = [file] }, _clock, NullLogger<PolicyMonitor>.Instance);
        _folder.Write("by-file.yaml", Changed);
        monitor.Check().Should().BeTrue();
        monitor.Current.Policies[0].EnglishTitle.Should().Be("Changed");
    }

    [Fact]
    public void At_the_start_there_is_nothing_to_keep()
    {
        _folder.Write("house.policy.yaml", "policy: [");
        this.Invoking(_ => Start()).Should().Throw<PolicyException>();
        this.Invoking(_ => PolicyMonitor.Start(new PoliciesOptions(), _clock, NullLogger<PolicyMonitor>.Instance)).Should().Throw<PolicyException>();
    }

    [Fact]
    public void A_subscriber_that_throws_does_not_end_the_watch()
    {
        using var monitor = Start();
        monitor.Reloaded += (_, _) => throw new InvalidOperationException("subscriber");
        _folder.Write("house.policy.yaml", Changed);
        _clock.Invoking(clock => clock.Advance(TimeSpan.FromSeconds(10))).Should().NotThrow();
        monitor.Current.Policies[0].EnglishTitle.Should().Be("Changed");
    }

    private PolicyMonitor Start(string id = "house-ban") =>
        PolicyMonitor.Start(new PoliciesOptions { Use = [id], Path = _folder.Path }, _clock, NullLogger<PolicyMonitor>.Instance);
}
