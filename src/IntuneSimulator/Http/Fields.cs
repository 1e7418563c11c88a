using System.Text.Json;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace IntuneSimulator.Http;

/// <summary>The properties of a Graph type and how each is written.</summary>
internal sealed class Fields<T>(string typeName, Dictionary<string, Action<Utf8JsonWriter, T>> writers, string[] onlySingle)
{
    public string TypeName => typeName;

    public bool Knows(string name) => writers.ContainsKey(name);

    /// <summary>Writes the selected properties, or all. Those that lists leave empty are null there.</summary>
    public void Write(Utf8JsonWriter json, T row, IReadOnlyList<string>? select, bool single)
    {
        foreach (var name in select ?? (IReadOnlyCollection<string>)writers.Keys)
        {
            if (!writers.TryGetValue(name, out var write))
            {
                continue;
            }

            json.WritePropertyName(name);
            if (!single && onlySingle.Contains(name))
            {
                json.WriteNullValue();
            }
            else
            {
                write(json, row);
            }
        }
    }
}

/// <summary>The Graph types that the simulator serves.</summary>
internal static class GraphFields
{
    private const string NoDate = "0001-01-01T00:00:00Z";

    public static readonly Fields<SimulatedDevice> ManagedDevice = new(
        "managedDevice",
        new(StringComparer.Ordinal)
        {
            ["id"] = (w, d) => Text(w, d.Id),
            ["userId"] = (w, d) => Text(w, d.UserId),
            ["deviceName"] = (w, d) => Text(w, d.Name),
            ["managedDeviceName"] = (w, d) => Text(w, $"{d.UserPrincipalName}_{d.OperatingSystem}_{d.SerialNumber}"),
            ["managedDeviceOwnerType"] = (w, d) => Text(w, d.OwnerType),
            ["enrolledDateTime"] = (w, d) => Text(w, Date(d.EnrolledAt)),
            ["lastSyncDateTime"] = (w, d) => Text(w, Date(d.LastSyncAt)),
            ["operatingSystem"] = (w, d) => Text(w, d.OperatingSystem),
            ["osVersion"] = (w, d) => Text(w, d.OsVersion),
            ["complianceState"] = (w, d) => Text(w, d.ComplianceState),
            ["jailBroken"] = (w, _) => Text(w, "Unknown"),
            ["managementAgent"] = (w, d) => Text(w, d.ManagementAgent),
            ["azureADRegistered"] = (w, _) => w.WriteNullValue(),
            ["azureADDeviceId"] = (w, d) => Text(w, d.EntraDeviceId),
            ["deviceEnrollmentType"] = (w, d) => Text(w, d.EnrollmentType),
            ["deviceRegistrationState"] = (w, _) => Text(w, "registered"),
            ["deviceCategoryDisplayName"] = (w, d) => Text(w, d.Category),
            ["emailAddress"] = (w, d) => Text(w, d.UserPrincipalName),
            ["userPrincipalName"] = (w, d) => Text(w, d.UserPrincipalName),
            ["userDisplayName"] = (w, d) => Text(w, d.UserDisplayName),
            ["model"] = (w, d) => Text(w, d.Model),
            ["manufacturer"] = (w, d) => Text(w, d.Manufacturer),
            ["serialNumber"] = (w, d) => Text(w, d.SerialNumber),
            ["imei"] = (w, _) => Text(w, ""),
            ["isSupervised"] = (w, d) => w.WriteBooleanValue(d.IsSupervised),
            ["isEncrypted"] = (w, _) => w.WriteBooleanValue(true),
            ["managementState"] = (w, _) => Text(w, "managed"),
            ["partnerReportedThreatState"] = (w, _) => Text(w, "unknown"),
            ["complianceGracePeriodExpirationDateTime"] = (w, _) => Text(w, "9999-12-31T23:59:59Z"),
            ["enrollmentProfileName"] = (w, _) => Text(w, "Corporate"),
            ["notes"] = (w, _) => Text(w, ""),
            ["physicalMemoryInBytes"] = (w, _) => w.WriteNumberValue(17179869184),
        },
        ["enrollmentProfileName", "notes", "physicalMemoryInBytes"]);

    public static Fields<FleetIndex.Entry> DetectedApp(Func<bool> countTooHigh) => new(
        "detectedApp",
        new(StringComparer.Ordinal)
        {
            ["id"] = (w, e) => Text(w, e.App.Key),
            ["displayName"] = (w, e) => Text(w, e.App.Name),
            ["version"] = (w, e) => Text(w, e.App.Version),
            ["sizeInByte"] = (w, e) => w.WriteNumberValue(e.App.SizeInByte),
            ["deviceCount"] = (w, e) => w.WriteNumberValue(countTooHigh() ? (e.Count * 2) + 5 : e.Count),
            ["publisher"] = (w, e) => Text(w, e.App.Publisher ?? ""),
            ["platform"] = (w, e) => Text(w, e.App.DetectedAppsPlatform),
        },
        []);

    public static readonly Fields<SimulatedMember> User = new(
        "user",
        new(StringComparer.Ordinal) { ["id"] = (w, m) => Text(w, m.Id), ["userPrincipalName"] = (w, m) => Text(w, m.UserPrincipalName) },
        []);

    public static readonly Fields<SimulatedGroup> Group = new(
        "group",
        new(StringComparer.Ordinal) { ["id"] = (w, g) => Text(w, g.Id), ["visibility"] = (w, g) => Text(w, g.IsHidden ? "HiddenMembership" : "Private") },
        []);

    private static void Text(Utf8JsonWriter json, string? text) => json.WriteRawValue(TextBytes.Json(text), skipInputValidation: true);

    private static string Date(DateTimeOffset? date) => date is { } d ? Replies.Rfc3339(d) : NoDate;
}
