namespace IntuneSimulator.Tenants;

/// <summary>Sorts of device, in the order in which a small fleet gets them: what can be assessed first.</summary>
internal enum DeviceKind : byte
{
    WindowsCorporate = 0,
    IosCorporate,
    AndroidFullyManaged,
    MacCorporate,
    IosPersonal,
    AndroidPersonalWorkProfile,
    AndroidCorporateWorkProfile,
    WindowsAgentMissing,
    WindowsConfigurationManagerOnly,
    AndroidAosp,
    WindowsPersonal,
    WindowsCoManaged,
    MacPersonal,
    WindowsUserless,
    AndroidDedicated,
    AndroidDeviceAdministrator,
    LinuxCorporate,
}

/// <summary>What every device of a kind has in common.</summary>
/// <param name="Weight">How many of a thousand.</param>
/// <param name="Platform">Platform.</param>
/// <param name="Owner">Owner type.</param>
/// <param name="Agent">Management agent.</param>
/// <param name="Enrolment">Enrolment type.</param>
/// <param name="HasUser">False for shared and dedicated devices.</param>
/// <param name="Coverage">What Intune lists of it.</param>
/// <param name="NamePrefix">How the organisation names them.</param>
/// <param name="OsVersions">Versions in use.</param>
/// <param name="Models">Models in use.</param>
/// <param name="Maker">Manufacturer.</param>
internal sealed record KindFacts(
    int Weight,
    SimulatedPlatform Platform,
    string Owner,
    string Agent,
    string Enrolment,
    bool HasUser,
    SimulatedCoverage Coverage,
    string NamePrefix,
    string[] OsVersions,
    string[] Models,
    string Maker)
{
    private const string Google = "googleCloudDevicePolicyController";
    private static readonly string[] WindowsVersions = ["10.0.26100.7171", "10.0.26100.6899", "10.0.22631.6199", "10.0.19045.6575"];
    private static readonly string[] Laptops = ["Latitude 5450", "Latitude 7450", "OptiPlex 7020", "Precision 3490"];
    private static readonly string[] AppleVersions = ["26.1", "26.0.1", "18.7.2", "17.7.10"];
    private static readonly string[] Iphones = ["iPhone 15", "iPhone 16", "iPhone SE (3rd generation)", "iPad Pro", "iPad (10th generation)"];
    private static readonly string[] MacVersions = ["26.1", "15.7.2", "14.8.2"];
    private static readonly string[] Macs = ["MacBook Pro", "MacBook Air", "Mac mini"];
    private static readonly string[] AndroidVersions = ["16.0", "15.0", "14.0", "13.0"];
    private static readonly string[] Galaxies = ["SM-S921B", "SM-A556B", "SM-G736B", "SM-X516B"];

    /// <summary>All kinds; the place is the <see cref="DeviceKind"/>.</summary>
    public static readonly KindFacts[] All =
    [
        new(440, SimulatedPlatform.Windows, "company", "mdm", "windowsAzureADJoin", true, SimulatedCoverage.Assessable, "WS", WindowsVersions, Laptops, "Dell Inc."),
        new(190, SimulatedPlatform.IOS, "company", "mdm", "appleBulkWithUser", true, SimulatedCoverage.Assessable, "iPhone", AppleVersions, Iphones, "Apple"),
        new(60, SimulatedPlatform.AndroidFullyManaged, "company", Google, "userEnrollment", true, SimulatedCoverage.Assessable, "AFM", AndroidVersions, Galaxies, "samsung"),
        new(60, SimulatedPlatform.MacOS, "company", "mdm", "appleBulkWithUser", true, SimulatedCoverage.Assessable, "MAC", MacVersions, Macs, "Apple"),
        new(45, SimulatedPlatform.IOS, "personal", "mdm", "appleUserEnrollment", true, SimulatedCoverage.Personal, "iPhone of", AppleVersions, Iphones, "Apple"),
        new(50, SimulatedPlatform.AndroidWorkProfile, "personal", Google, "userEnrollment", true, SimulatedCoverage.Personal, "AWP", AndroidVersions, Galaxies, "samsung"),
        new(40, SimulatedPlatform.AndroidWorkProfile, "company", Google, "userEnrollment", true, SimulatedCoverage.WorkProfileOnly, "COPE", AndroidVersions, Galaxies, "samsung"),
        new(15, SimulatedPlatform.Windows, "company", "mdm", "windowsAutoEnrollment", true, SimulatedCoverage.AgentMissing, "WS", WindowsVersions, Laptops, "Dell Inc."),
        new(10, SimulatedPlatform.Windows, "company", "configurationManagerClient", "unknown", true, SimulatedCoverage.ConfigurationManagerOnly, "CM", WindowsVersions, Laptops, "Dell Inc."),
        new(8, SimulatedPlatform.AndroidAosp, "company", "mdm", "userEnrollment", false, SimulatedCoverage.Aosp, "HMD", AndroidVersions, ["RealWear Navigator 520", "Quest 3"], "RealWear"),
        new(12, SimulatedPlatform.Windows, "personal", "mdm", "userEnrollment", true, SimulatedCoverage.Personal, "DESKTOP", WindowsVersions, ["IdeaPad 5", "Pavilion 15"], "LENOVO"),
        new(20, SimulatedPlatform.Windows, "company", "configurationManagerClientMdm", "windowsCoManagement", true, SimulatedCoverage.StoreAppsOnly, "CO", WindowsVersions, Laptops, "Dell Inc."),
        new(8, SimulatedPlatform.MacOS, "personal", "mdm", "userEnrollment", true, SimulatedCoverage.Personal, "MacBook of", MacVersions, Macs, "Apple"),
        new(20, SimulatedPlatform.Windows, "company", "mdm", "windowsBulkUserless", false, SimulatedCoverage.Assessable, "KIOSK", WindowsVersions, Laptops, "Dell Inc."),
        new(12, SimulatedPlatform.AndroidFullyManaged, "company", Google, "deviceEnrollmentManager", false, SimulatedCoverage.Assessable, "SCAN", AndroidVersions, ["TC58", "MC3400"], "Zebra Technologies"),
        new(5, SimulatedPlatform.AndroidDeviceAdministrator, "company", "mdm", "userEnrollment", true, SimulatedCoverage.Assessable, "ADA", ["10.0", "9.0"], ["SM-T510"], "samsung"),
        new(5, SimulatedPlatform.Linux, "company", "mdm", "userEnrollment", true, SimulatedCoverage.NoInventoryPlatform, "LX", ["24.04", "22.04"], ["ThinkPad T14"], "LENOVO"),
    ];

    private static readonly int TotalWeight = All.Sum(k => k.Weight);

    /// <summary>Devices in a thousand whose whole inventory Intune shows, of a platform or of all.</summary>
    public static int WeightOfInventoried(SimulatedPlatform? platform) =>
        All.Where(kind => kind.ShowsEverything && (platform is null || kind.Platform == platform)).Sum(kind => kind.Weight);

    /// <summary>
    /// How many rows a device that shows everything must have, for a fleet to have so many a device: some kinds show no rows, or only
    /// those of managed apps.
    /// </summary>
    public static double RowsOfInventoried(int meanOfFleet, Func<SimulatedPlatform, double> managedRows)
    {
        var others = All.Where(kind => kind.Coverage == SimulatedCoverage.Personal).Sum(kind => kind.Weight * managedRows(kind.Platform));
        var shares = All.Sum(kind => kind.ShowsEverything ? kind.Weight : kind.Coverage == SimulatedCoverage.StoreAppsOnly ? kind.Weight * StoreShare : 0);
        return Math.Max(0, ((meanOfFleet * TotalWeight) - others) / shares);
    }

    // A place in four on Windows is taken by a store app, and a device looks at three places for each app it wants.
    private const double StoreShare = 0.75;

    private bool ShowsEverything => Coverage is SimulatedCoverage.Assessable or SimulatedCoverage.WorkProfileOnly;

    /// <summary>Draws a kind by weight.</summary>
    public static DeviceKind Draw(ulong hash)
    {
        var at = Chance.Below(hash, TotalWeight);
        for (var i = 0; i < All.Length; i++)
        {
            at -= All[i].Weight;
            if (at < 0)
            {
                return (DeviceKind)i;
            }
        }

        return DeviceKind.WindowsCorporate;
    }
}
