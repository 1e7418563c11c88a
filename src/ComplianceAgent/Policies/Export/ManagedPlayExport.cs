using ComplianceAgent.Inventory;

namespace ComplianceAgent.Policies.Export;

/// <summary>
/// A fragment of an Android Management API policy: packages blocked where the organisation manages them, and on the personal side of company
/// phones. Only the Android Management API reads it; Intune has its own export.
/// </summary>
internal static class ManagedPlayExport
{
    private static readonly string[] HowTo =
    [
        "Take away the lines that begin with two slashes and merge the rest into an Android Management API policy (enterprises.policies.patch).",
        "personalUsagePolicies holds on company phones with a work profile only; personalPlayStoreMode BLOCKLIST allows every other app there.",
    ];

    /// <summary>Writes the file.</summary>
    public static ExportedFile Write(PreventionList list)
    {
        var notPreventable = PolicyExport.NotPreventable(list, IsWritten);
        var items = Items(list);
        var json = new CommentedJson();
        foreach (var line in PolicyExport.Header(list).Concat(HowTo))
        {
            json.Comment(line);
        }

        json.Open("{");
        json.Items("applications", items);
        json.Open("\"personalUsagePolicies\": {");
        json.Property("personalPlayStoreMode", "BLOCKLIST");
        json.Items("personalApplications", items, isLast: true);
        json.Close("}");
        json.Close("}");
        foreach (var line in PolicyExport.Footer(list, notPreventable))
        {
            json.Comment(line);
        }

        return new ExportedFile(json.ToString(), items.Count(item => !item.IsCommentedOut), items.Count(item => item.IsCommentedOut), notPreventable);
    }

    private static bool IsWritten(BlockedIdentifier identifier) => identifier is { Platform: PlatformFamily.Android, Kind: IdentityKind.Package };

    /// <summary>A package once, whatever number of products has it; a package name is compared with its case, so it stays as it is.</summary>
    private static List<CommentedJson.Item> Items(PreventionList list) =>
    [
        .. from app in list.Apps
           from identifier in app.Identifiers
           where IsWritten(identifier)
           group (app, identifier) by identifier.Value into same
           select new CommentedJson.Item(
               new { packageName = same.Key, installType = "BLOCKED" },
               string.Join(", ", same.Select(pair => pair.app.Name).Distinct(StringComparer.Ordinal)),
               !same.Any(pair => pair.identifier.IsVerified)),
    ];
}
