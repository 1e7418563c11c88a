namespace ComplianceAgent.Inventory.Intune;

/// <summary>Which route reads the apps, and where an export lies while it is read (section <c>Inventory</c>).</summary>
public sealed class IntuneRouteOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Inventory";

    /// <summary>Route: <c>auto</c> (export first, detected apps when that fails), <c>export</c> or <c>detectedApps</c> alone.</summary>
    public RouteChoice Route { get; set; } = RouteChoice.Auto;

    /// <summary>Folder for the private file an export lies in while it is read; empty for the state directory of the user or service.</summary>
    public string PrivateFolder { get; set; } = "";
}

/// <summary>Which route an administrator wants.</summary>
public enum RouteChoice
{
    /// <summary>Export first; detected apps when that fails.</summary>
    Auto,

    /// <summary>Export or nothing.</summary>
    Export,

    /// <summary>Detected apps only.</summary>
    DetectedApps,
}
