using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>The columns of the <c>Devices</c> report, in the spellings of the report and of the portal's own export.</summary>
internal sealed class DeviceColumnMap
{
    private readonly ColumnMap map;

    /// <summary>Maps a header.</summary>
    public DeviceColumnMap(IReadOnlyList<string> names)
    {
        map = new ColumnMap(names);
        Id = map.Find("DeviceId");
        Name = map.Find("DeviceName");
        OwnerType = map.Find("OwnerType", "ManagedDeviceOwnerType");
        Ownership = map.Find("Ownership");
        OperatingSystem = map.Find("OS", "OperatingSystem", "DeviceOS");
        UserPrincipalName = map.Find("UPN", "UserPrincipalName", "PrimaryUserUPN");
        UserId = map.Find("UserId");
        Email = map.Find("UserEmail", "EmailAddress", "PrimaryUserEmailAddress");
        UserName = map.Find("PrimaryUser", "UserName", "PrimaryUserDisplayName", "UserDisplayName");
        LastContact = map.Find("LastContact", "LastCheckIn", "LastSyncDateTime");
        Enrolled = map.Find("EnrolledDate", "EnrollmentDate", "EnrolledDateTime", "CreatedDate");
        Serial = map.Find("SerialNumber");
        Category = map.Find("CategoryName", "Category", "DeviceCategory", "DeviceCategoryDisplayName");
        Model = map.Find("Model");
        Agent = map.Find("ManagementAgents", "ManagementAgent", "ManagedBy");
        EnrollmentType = map.Find("EnrollmentType", "DeviceEnrollmentType");
    }

    public int Id { get; }

    public int Name { get; }

    public int OwnerType { get; }

    public int Ownership { get; }

    public int OperatingSystem { get; }

    public int UserPrincipalName { get; }

    public int UserId { get; }

    public int Email { get; }

    public int UserName { get; }

    public int LastContact { get; }

    public int Enrolled { get; }

    public int Serial { get; }

    public int Category { get; }

    public int Model { get; }

    public int Agent { get; }

    public int EnrollmentType { get; }

    /// <summary>True when no column was named, as in a json list without rows.</summary>
    public bool IsEmpty => map.Names.Count == 0;

    /// <summary>Columns whose absence weakens what can be said of a device.</summary>
    public IReadOnlyList<string> Lacking =>
    [
        .. new (int Column, string Name)[] { (Math.Max(OwnerType, Ownership), "OwnerType"), (OperatingSystem, "OS"), (LastContact, "LastContact"), (Enrolled, "EnrolledDate or CreatedDate") }
            .Where(column => column.Column < 0).Select(column => column.Name),
    ];

    /// <summary>True for the header of a Devices report.</summary>
    public static bool LooksLikeDevices(ColumnMap map) =>
        map.Has("DeviceId") && (map.Has("OwnerType") || map.Has("Ownership") || map.Has("SerialNumber") || map.Has("LastContact", "LastCheckIn") || map.Has("ManagementAgents"));

    /// <summary>The reason when this is the app report, given in the wrong place; null otherwise.</summary>
    public Reason? OtherReport(string file) =>
        map.Has("ApplicationName") && !LooksLikeDevices(map) ? Reason.Of("device-list-is-app-report", ("file", file)) : null;

    /// <summary>Why a file without device ids is refused.</summary>
    public Reason MissingReason(string file) =>
        Reason.Of("columns-missing", ("file", file), ("columns", "DeviceId"), ("found", ForeignText.Clean(string.Join(", ", map.Names.Take(20)))));
}
