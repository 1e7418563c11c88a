using System.Xml.Linq;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Policies.Export;

/// <summary>A configuration profile that hides apps and keeps them from starting on supervised iPhones and iPads.</summary>
internal static class AppleExport
{
    private static readonly string[] HowTo =
    [
        "Supervised devices only, iOS and iPadOS 15 and later (before that the key was blacklistedAppBundleIDs; from 27 on Apple prefers",
        "declarative management). Macs do not know this key. In Intune: a custom configuration profile for iOS/iPadOS.",
    ];

    /// <summary>Writes the file.</summary>
    public static ExportedFile Write(PreventionList list)
    {
        var notPreventable = PolicyExport.NotPreventable(list, IsWritten);
        var bundles = (from app in list.Apps
                       from identifier in app.Identifiers
                       where IsWritten(identifier)
                       group (app, identifier) by identifier.Value into same
                       select (Bundle: same.Key, Name: same.First().app.Name, IsVerified: same.Any(pair => pair.identifier.IsVerified))).ToList();
        var document = new XDocument(
            new XDeclaration("1.0", "UTF-8", null),
            new XDocumentType("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null),
            PolicyExport.Header(list).Concat(HowTo).Concat(PolicyExport.Footer(list, notPreventable)).Select(XmlText.Comment),
            new XElement("plist", new XAttribute("version", "1.0"), Profile(list, new XElement("array", bundles.SelectMany(bundle => Item(bundle.Bundle, bundle.Name, bundle.IsVerified))))));
        return new ExportedFile(XmlText.Print(document), bundles.Count(bundle => bundle.IsVerified), bundles.Count(bundle => !bundle.IsVerified), notPreventable);
    }

    private static bool IsWritten(BlockedIdentifier identifier) => identifier is { Platform: PlatformFamily.IOS, Kind: IdentityKind.Bundle };

    private static XElement Profile(PreventionList list, XElement bundles)
    {
        var identifier = "compliance-agent." + PolicyExport.Key(list);
        var restrictions = Dictionary(
            ("PayloadType", Text("com.apple.applicationaccess")),
            ("PayloadVersion", new XElement("integer", 1)),
            ("PayloadIdentifier", Text(identifier + ".restrictions")),
            ("PayloadUUID", Text(Id(list, "apple restrictions"))),
            ("PayloadDisplayName", Text("Blocked apps")),
            ("blockedAppBundleIDs", bundles));
        return Dictionary(
            ("PayloadContent", new XElement("array", restrictions)),
            ("PayloadDisplayName", Text(PolicyExport.Title(list))),
            ("PayloadDescription", Text("Keeps banned apps from being shown and started.")),
            ("PayloadIdentifier", Text(identifier)),
            ("PayloadType", Text("Configuration")),
            ("PayloadUUID", Text(Id(list, "apple profile"))),
            ("PayloadVersion", new XElement("integer", 1)));
    }

    private static IEnumerable<XNode> Item(string bundle, string name, bool isVerified) => isVerified
        ? [XmlText.Comment(name), Text(bundle)]
        : [XmlText.Comment($"{name}, not verified by any public source: <string>{bundle}</string>")];

    private static XElement Dictionary(params ReadOnlySpan<(string Key, XElement Value)> entries)
    {
        var dictionary = new XElement("dict");
        foreach (var (key, value) in entries)
        {
            dictionary.Add(new XElement("key", key), value);
        }

        return dictionary;
    }

    private static XElement Text(string text) => new("string", XmlText.Legal(text));

    private static string Id(PreventionList list, string part) => PolicyExport.StableId(list, part).ToString("D").ToUpperInvariant();
}
