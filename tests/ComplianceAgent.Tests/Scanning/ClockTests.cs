using System.Diagnostics;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Tests.Infrastructure;
using IntuneSimulator;
using Quartz;

namespace ComplianceAgent.Tests.Scanning;

/// <summary>What clocks do: summer time, jumps, a machine that slept.</summary>
public sealed class ClockTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A zone without summer time; two that change at 02:00 and 03:00; one by half an hour; one at midnight.</summary>
    public static TheoryData<string, string> Schedules => [.. from zone in new[] { "UTC", "Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "America/Santiago" } from cron in new[] { "0 30 2 * * ?", "0 30 0 * * ?", "0 0 2 * * ?", "0 30 1 * * ?", "0 30 4 * * ?" } select (zone, cron)];

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Eight_hundred_days_are_eight_hundred_scans(string zone, string cron)
    {
        var trigger = Trigger(zone, cron);
        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var days = new List<DateOnly>();
        for (var at = trigger.GetFireTimeAfter(Start); at < Start.AddDays(800); at = trigger.GetFireTimeAfter(at))
        {
            days.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at!.Value, local).DateTime));
        }

        days.Should().HaveCount(800).And.OnlyHaveUniqueItems("no day has two");
        days.Zip(days.Skip(1)).Should().OnlyContain(pair => pair.Second.DayNumber - pair.First.DayNumber == 1, "and none is left out");
    }

    [Theory]
    [InlineData("back a day", "2030-01-08T04:30:00Z", "2030-01-06T12:00:00Z", true)]
    [InlineData("right again after ten years ahead", "2040-01-01T04:30:00Z", "2030-01-06T12:00:00Z", true)]
    [InlineData("given up", null, "2030-01-06T12:00:00Z", true)]
    [InlineData("as it should be", "2030-01-07T04:30:00Z", "2030-01-06T12:00:00Z", false)]
    [InlineData("firing just now", "2030-01-08T04:30:00Z", "2030-01-07T04:29:30Z", false)]
    [InlineData("slept through it", "2030-01-05T04:30:00Z", "2030-01-06T12:00:00Z", false)]
    public void A_trigger_that_waits_beyond_its_schedule_is_set_anew(string what, string? waitsFor, string now, bool isTooFar) =>
        ScheduleRules.IsTooFar(waitsFor is null ? null : At(waitsFor), new TenantSchedule(), At(now)).Should().Be(isTooFar, what);

    [Fact]
    public async Task A_schedule_that_fired_by_a_clock_ten_years_ahead_goes_on_when_the_clock_is_right_again()
    {
        var cancel = TestContext.Current.CancellationToken;
        var clock = new Adjusted { By = TimeSpan.FromDays(3650) };
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 10, TenantId = AgentFixture.TenantId }, cancel);
        using var agent = new AgentFixture { Clock = clock }.WithSimulator(simulator.BaseAddress)
            .Set("Tenants:0:Schedule:Cron", "0/30 * * * * ?").Set("Tenants:0:Schedule:JitterMinutes", "0").Set("Service:Url", "http://127.0.0.1:0").Set("Policies:Use:0", "be-federal-tiktok").Set("Graph:ExportPollSeconds", "2");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var run = agent.RunAsync(["run", "--simulated", "--store", agent.StorePath], stop.Token);
        await EventuallyAsync(() => Checkpoints() > 0);

        clock.By = TimeSpan.Zero;
        var before = Checkpoints();
        await EventuallyAsync(() => Checkpoints() > before + 1);

        await stop.CancelAsync();
        (await run).Code.Should().Be(0);

        int Checkpoints() => File.Exists(agent.CheckpointPath) ? File.ReadAllLines(agent.CheckpointPath).Length : 0;
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition();)
        {
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(240));
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Adjusted : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }

    private static ITrigger Trigger(string zone, string cron) =>
        ScheduleRules.TriggerOf(new TenantSchedule { Cron = cron, TimeZone = zone }, new TriggerKey("contoso"), new JobKey("contoso"));
}
