using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory.Files;

/// <summary>The columns of <c>AppInvRawData</c>, and the names of the reports that are not it.</summary>
internal sealed class AppColumnMap
{
    private static readonly string[] NeededNames = ["ApplicationName", "DeviceId"];
    private static readonly string[] UsefulNames = ["Platform", "ApplicationPublisher", "ApplicationVersion"];
    private readonly ColumnMap map;

    /// <summary>Maps a header.</summary>
    public AppColumnMap(IReadOnlyList<string> names)
    {
        map = new ColumnMap(names);
        Name = map.Find("ApplicationName");
        DeviceId = map.Find("DeviceId");
        Platform = map.Find("Platform");
        LocalisedPlatform = map.Localised("Platform");
        Publisher = map.Find("ApplicationPublisher");
        Version = map.Find("ApplicationVersion", "ApplicationShortVersion");
        DeviceName = map.Find("DeviceName");
        UserId = map.Find("UserId");
        UserName = map.Find("UserName");
        Email = map.Find("EmailAddress");
        OperatingSystem = map.Find("OSDescription");
    }

    public int Name { get; }

    public int DeviceId { get; }

    public int Platform { get; }

    /// <summary>Stands beside the raw column when the export was asked for both; used where the raw one is a number.</summary>
    public int LocalisedPlatform { get; }

    public int Publisher { get; }

    public int Version { get; }

    public int DeviceName { get; }

    public int UserId { get; }

    public int UserName { get; }

    public int Email { get; }

    public int OperatingSystem { get; }

    /// <summary>True when no column was named, as in a json list without rows.</summary>
    public bool IsEmpty => map.Names.Count == 0;

    /// <summary>Columns without which a row says nothing.</summary>
    public IReadOnlyList<string> Missing => [.. NeededNames.Where(name => !map.Has(name))];

    /// <summary>Columns that make the verdicts weaker when they are not there.</summary>
    public IReadOnlyList<string> Lacking => [.. UsefulNames.Where(name => !map.Has(name))];

    /// <summary>The reason when this is a report we know and did not ask for; null otherwise.</summary>
    public Reason? OtherReport(string file) =>
        DeviceId < 0 && Name >= 0 && map.Has("DeviceCount") ? Reason.Of("file-is-app-aggregate", ("file", file))
        : Name < 0 && DeviceColumnMap.LooksLikeDevices(map) ? Reason.Of("file-is-device-list", ("file", file))
        : null;

    /// <summary>Why a file without these columns is refused.</summary>
    public Reason MissingReason(string file) =>
        Reason.Of("columns-missing", ("file", file), ("columns", string.Join(", ", Missing)), ("found", ForeignText.Clean(string.Join(", ", map.Names.Take(20)))));
}
