namespace ComplianceAgent.Inventory;

/// <summary>How long Intune may take to renew a device's app list.</summary>
public static class RefreshWindows
{
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    /// <summary>Intune renews the list of a device every seven days, counted from its enrolment.</summary>
    public static TimeSpan Cycle { get; } = TimeSpan.FromDays(7);

    /// <summary>When Intune will have renewed a device's list next: the cycle counts from its enrolment, else from the inventory known.</summary>
    public static DateTimeOffset Next(DateTimeOffset? enrolledAt, DateTimeOffset inventoryAt, DateTimeOffset now)
    {
        var from = enrolledAt <= now ? enrolledAt.Value : inventoryAt > DateTimeOffset.MinValue && inventoryAt <= now ? inventoryAt : now;
        return from + (Cycle * (Math.Floor((now - from) / Cycle) + 1));
    }

    /// <summary>
    /// After this time, with contact in it, the list has surely been renewed. Windows renews installed programs daily but Store apps
    /// every seven days, and a row does not tell which of the two it is; so the longer window counts on every platform.
    /// </summary>
    public static TimeSpan For(Platform platform) => platform switch
    {
        // Never inventoried: no row, so no proof either; two windows, in case Intune learns to.
        Platform.AndroidAosp or Platform.ChromeOS or Platform.Linux => (2 * Cycle) + Margin,
        _ => Cycle + Margin,
    };
}
