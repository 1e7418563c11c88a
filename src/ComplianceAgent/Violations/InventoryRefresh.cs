namespace ComplianceAgent.Violations;

/// <summary>How long Intune takes to renew a device's list of apps. A contact with Intune does not renew it.</summary>
public static class InventoryRefresh
{
    /// <summary>
    /// The longest a removed app may linger. Windows renews installer apps daily but Store apps weekly, and a row does not say which
    /// it is; every other platform is weekly. So a week holds for all.
    /// </summary>
    public static TimeSpan Window { get; } = TimeSpan.FromDays(7);
}
