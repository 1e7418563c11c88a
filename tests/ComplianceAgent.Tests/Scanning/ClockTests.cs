using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Scanning.Scheduling;
using ComplianceAgent.Scanning.Tenants;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
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
    [InlineData("firing just now", "2030-01-08T04:30:00Z", "2030-01-07T04:29:55Z", false)]
    [InlineData("slept through it", "2030-01-05T04:30:00Z", "2030-01-06T12:00:00Z", false)]
    public void A_trigger_that_waits_beyond_its_schedule_is_set_anew(string what, string? waitsFor, string now, bool isTooFar) =>
        ScheduleRules.IsTooFar(waitsFor is null ? null : At(waitsFor), new TenantSchedule(), At(now)).Should().Be(isTooFar, what);

    [Fact]
    public async Task A_schedule_that_fired_by_a_clock_ten_years_ahead_goes_on_when_the_clock_is_right_again()
    {
        var cancel = TestContext.Current.CancellationToken;
        var (clock, tenant, key) = (new FakeTimeProvider(TimeProvider.System.GetUtcNow()), new TenantOptions { Name = "contoso" }, new TriggerKey("contoso", "scan"));
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging();
        services.AddQuartz(quartz => ScheduleServices.Configure(quartz, StoreConnection.Parse("unused.db"), new ScheduleOptions()));
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<ISchedulerFactory>();
        var scheduler = await factory.GetScheduler(cancel);
        using var directory = TenantDirectory.Start([tenant], new TenantFilesOptions(), clock, NullLogger<TenantDirectory>.Instance);
        using var schedules = new TenantSchedules(factory, directory, new ServedTenants(Simulated: false), clock, NullLogger<TenantSchedules>.Instance);
        await schedules.StartAsync(cancel);
        (await NextAsync()).Should().BeBefore(clock.GetUtcNow().AddDays(1).AddMinutes(1));

        // As Quartz leaves it that fired ten years from now.
        var far = TriggerBuilder.Create().WithIdentity(key).ForJob(TenantSchedules.KeyOf("contoso")).StartAt(clock.GetUtcNow().AddYears(10))
            .WithCronSchedule(tenant.Schedule.Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build();
        await scheduler.ScheduleTrigger(far, TriggerConflict.Replace, cancel);
        (await NextAsync()).Should().BeAfter(clock.GetUtcNow().AddYears(9));
        clock.Advance(TimeSpan.FromMinutes(1));

        for (var tries = 0; await NextAsync() > clock.GetUtcNow().AddDays(2); tries++)
        {
            tries.Should().BeLessThan(3000, "the trigger should be set anew");
            await Task.Delay(20, cancel);
        }

        await schedules.StopAsync(cancel);

        async Task<DateTimeOffset> NextAsync() => (await scheduler.GetTrigger(key, cancel))?.NextFireTimeUtc ?? DateTimeOffset.MaxValue;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static ITrigger Trigger(string zone, string cron) =>
        ScheduleRules.TriggerOf(new TenantSchedule { Cron = cron, TimeZone = zone }, new TriggerKey("contoso"), new JobKey("contoso"));
}
