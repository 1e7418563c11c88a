using ComplianceAgent.Inventory;

namespace ComplianceAgent.Policies.Export;

/// <summary>
/// Graph requests, as one <c>$batch</c>, that make: for iOS a compliance policy with restricted apps; for company Android phones with a
/// work profile a list of apps blocked on the personal side; for macOS a list of prohibited apps, which Intune only reports.
/// </summary>
internal static class IntuneExport
{
    private const string BlocksAtOnce = "The first action marks a device with a restricted app as not compliant at once; raise gracePeriodHours to give time.";

    /// <summary>Writes the file.</summary>
    public static ExportedFile Write(PreventionList list)
    {
        var notPreventable = PolicyExport.NotPreventable(list, IsWritten);
        var requests = Requests.Where(request => Items(list, request.Platform).Any(item => !item.IsCommentedOut)).ToList();
        var json = new CommentedJson();
        foreach (var line in PolicyExport.Header(list).Concat(HowTo))
        {
            json.Comment(line);
        }

        json.Open("{");
        json.Open("\"requests\": [");
        for (var i = 0; i < requests.Count; i++)
        {
            Write(json, list, requests[i], i == requests.Count - 1);
        }

        json.Close("]");
        json.Close("}");
        foreach (var line in PolicyExport.Footer(list, notPreventable))
        {
            json.Comment(line);
        }

        var all = Requests.SelectMany(request => Items(list, request.Platform)).ToList();
        return new ExportedFile(json.ToString(), all.Count(item => !item.IsCommentedOut), all.Count(item => item.IsCommentedOut), notPreventable);
    }

    private static readonly string[] HowTo =
    [
        "Take away the lines that begin with two slashes, then POST the rest to https://graph.microsoft.com/beta/$batch (restrictedApps is in beta only)",
        "with DeviceManagementConfiguration.ReadWrite.All. Each policy applies to nobody until you assign it. Windows: export for applocker.",
    ];

    private static readonly Request[] Requests =
    [
        new(PlatformFamily.IOS, "iOS", "/deviceManagement/deviceCompliancePolicies", "#microsoft.graph.iosCompliancePolicy", "restrictedApps", null, IsCompliance: true),
        new(PlatformFamily.Android, "Android, personal side of company phones", "/deviceManagement/deviceConfigurations", "#microsoft.graph.androidDeviceOwnerGeneralDeviceConfiguration",
            "personalProfilePersonalApplications", ("personalProfilePlayStoreMode", "blockedApps"), IsCompliance: false),
        new(PlatformFamily.MacOS, "macOS, reported only", "/deviceManagement/deviceConfigurations", "#microsoft.graph.macOSGeneralDeviceConfiguration",
            "compliantAppsList", ("compliantAppListType", "appsNotInListCompliant"), IsCompliance: false),
    ];

    private sealed record Request(
        PlatformFamily Platform, string Label, string Url, string Type, string List, (string Name, string Value)? Mode, bool IsCompliance);

    private static bool IsWritten(BlockedIdentifier identifier) => identifier.Platform is PlatformFamily.IOS or PlatformFamily.Android or PlatformFamily.MacOS;

    private static void Write(CommentedJson json, PreventionList list, Request request, bool isLast)
    {
        json.Open("{");
        json.Property("id", request.Platform.ToString().ToLowerInvariant());
        json.Property("method", "POST");
        json.Property("url", request.Url);
        json.Property("headers", new Dictionary<string, string> { ["Content-Type"] = "application/json" });
        json.Open("\"body\": {");
        json.Property("@odata.type", request.Type);
        json.Property("displayName", $"{PolicyExport.Title(list)} ({request.Label})");
        json.Property("description", $"Compliance Agent, {PolicyExport.Key(list)}");
        if (request.Mode is { } mode)
        {
            json.Property(mode.Name, mode.Value);
        }

        json.Items(request.List, Items(list, request.Platform), isLast: !request.IsCompliance);
        if (request.IsCompliance)
        {
            json.Comment(BlocksAtOnce);
            json.Property("scheduledActionsForRule", new[] { Block }, isLast: true);
        }

        json.Close("}");
        json.Close(isLast ? "}" : "},");
    }

    /// <summary>Graph takes no compliance policy without an action; the rule's name is the one that Intune's own pages send.</summary>
    private static readonly object Block = new
    {
        ruleName = "PasswordRequired",
        scheduledActionConfigurations = new[] { new { actionType = "block", gracePeriodHours = 0, notificationTemplateId = "", notificationMessageCCList = Array.Empty<string>() } },
    };

    private static List<CommentedJson.Item> Items(PreventionList list, PlatformFamily platform) =>
    [
        .. from app in list.Apps
           from identifier in app.Identifiers
           where identifier.Platform == platform
           group (app, identifier) by identifier.Value into same
           let sure = same.Where(pair => pair.identifier.IsVerified).ToList()
           let pair = sure.Count > 0 ? sure[0] : same.First()
           select new CommentedJson.Item(Element(pair.app, pair.identifier), null, sure.Count == 0),
    ];

    private static Dictionary<string, string> Element(BlockedApp app, BlockedIdentifier identifier)
    {
        var element = new Dictionary<string, string> { ["@odata.type"] = "#microsoft.graph.appListItem", ["name"] = app.Name };
        if (app.Publishers.Length > 0)
        {
            element["publisher"] = app.Publishers[0];
        }

        if (identifier.Platform == PlatformFamily.Android)
        {
            element["appStoreUrl"] = "https://play.google.com/store/apps/details?id=" + Uri.EscapeDataString(identifier.Value);
        }

        element["appId"] = identifier.Value;
        return element;
    }
}
