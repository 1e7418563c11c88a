namespace ComplianceAgent.Tickets.Messages;

/// <summary>The hours in which messages leave, in a zone. Pure.</summary>
/// <param name="From">Time of day they begin.</param>
/// <param name="Until">Time of day they end.</param>
/// <param name="WeekdaysOnly">Mondays to Fridays only.</param>
/// <param name="Zone">Zone.</param>
internal sealed record SendWindow(TimeSpan From, TimeSpan Until, bool WeekdaysOnly, TimeZoneInfo Zone)
{
    /// <summary>The window of the settings.</summary>
    public static SendWindow Of(MessageOptions options) =>
        new(MessageRules.Time(options.SendFrom), MessageRules.Time(options.SendUntil), options.WeekdaysOnly, TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone));

    /// <summary>The day on which a moment lies there.</summary>
    public DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);

    /// <summary>The first moment from now on at which messages leave: now, within the hours.</summary>
    public DateTimeOffset Next(DateTimeOffset now)
    {
        for (var day = DayOf(now); ; day = day.AddDays(1))
        {
            if (WeekdaysOnly && day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            var (start, end) = (Moment(day, From), Moment(day, Until));
            if (now < end)
            {
                return now > start ? now : start;
            }
        }
    }

    /// <summary>A time of day that a change of clocks leaves out comes an hour later.</summary>
    private DateTimeOffset Moment(DateOnly day, TimeSpan time)
    {
        var local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified) + time;
        local = Zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
