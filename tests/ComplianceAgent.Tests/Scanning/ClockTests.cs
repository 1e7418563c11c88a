using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Tests.Infrastructure;
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

    private static ITrigger Trigger(string zone, string cron) =>
        ScheduleRules.TriggerOf(new TenantSchedule { Cron = cron, TimeZone = zone }, new TriggerKey("contoso"), new JobKey("contoso"));
}
