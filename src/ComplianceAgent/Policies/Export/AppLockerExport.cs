using System.Xml.Linq;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Policies.Export;

/// <summary>
/// An AppLocker policy: packaged apps are denied by package name. Desktop programs would have to be denied by the subject of the certificate
/// they are signed with, which the catalogue does not know; for those a rule to be completed stands there as a comment.
/// </summary>
internal static class AppLockerExport
{
    private const string Everyone = "S-1-1-0";

    private static readonly string[] HowTo =
    [
        "Audits only: look at the event log (Applications and Services, Microsoft, Windows, AppLocker), then set EnforcementMode to Enabled.",
        "Merge it into a policy you have (Set-AppLockerPolicy -Merge); the first rule allows every other packaged app, without it they would all be denied.",
        "Web apps that a browser installs have a new package name on every device and cannot be named here.",
    ];

    /// <summary>Writes the file.</summary>
    public static ExportedFile Write(PreventionList list)
    {
        var notPreventable = PolicyExport.NotPreventable(list, IsWritten);
        var packages = (from app in list.Apps
                        from identifier in app.Identifiers
                        where IsWritten(identifier)
                        group (app, identifier) by PackageName(identifier.Value).ToUpperInvariant() into same
                        select (Package: PackageName(same.First().identifier.Value), Name: same.First().app.Name, IsVerified: same.Any(pair => pair.identifier.IsVerified))).ToList();
        var appx = new XElement("RuleCollection", new XAttribute("Type", "Appx"), new XAttribute("EnforcementMode", "AuditOnly"), AllowTheRest(list));
        foreach (var (package, name, isVerified) in packages)
        {
            var deny = Rule(list, $"Deny {name}", "Deny", "*", package);
            appx.Add(isVerified ? deny : XmlText.Comment($"Not verified by any public source: {deny}"));
        }

        var document = new XDocument(
            new XDeclaration("1.0", "UTF-8", null),
            PolicyExport.Header(list).Concat(HowTo).Concat(PolicyExport.Footer(list, notPreventable)).Select(XmlText.Comment),
            new XElement("AppLockerPolicy", new XAttribute("Version", "1"), appx, ToBeCompleted(list)));
        return new ExportedFile(XmlText.Print(document), packages.Count(package => package.IsVerified), packages.Count(package => !package.IsVerified), notPreventable);
    }

    private static bool IsWritten(BlockedIdentifier identifier) => identifier.Kind == IdentityKind.PackageFamily;

    /// <summary>A family is the package's name, a low line and a hash of its publisher.</summary>
    private static string PackageName(string family) => family.IndexOf('_') is var at and > 0 ? family[..at] : family;

    /// <summary>A collection with any rule denies whatever no rule allows.</summary>
    private static XElement AllowTheRest(PreventionList list) => Rule(list, "Allow every other signed packaged app", "Allow", "*", "*");

    /// <summary>Desktop programs, each as a rule whose publisher must be completed.</summary>
    private static IEnumerable<XNode> ToBeCompleted(PreventionList list)
    {
        var programs = list.Apps.Where(app => app.Publishers.Length > 0 && app.Identifiers.Any(identifier => identifier.Kind == IdentityKind.Windows)).ToList();
        if (programs.Count == 0)
        {
            return [];
        }

        var exe = new XElement("RuleCollection", new XAttribute("Type", "Exe"), new XAttribute("EnforcementMode", "AuditOnly"));
        foreach (var app in programs)
        {
            exe.Add(Rule(list, $"Deny {app.Name}", "Deny", $"O={app.Publishers[0].ToUpperInvariant()}", app.Name.ToUpperInvariant()));
        }

        return
        [
            XmlText.Comment(
                "Desktop programs, not verified. Publisher and product must be exactly as signed: take them from an installed copy with "
                + "Get-AppLockerFileInformation, and add AppLocker's default rules for Exe, without which every other program would be denied."),
            XmlText.Comment(exe.ToString()),
        ];
    }

    private static XElement Rule(PreventionList list, string name, string action, string publisher, string product) => new(
        "FilePublisherRule",
        new XAttribute("Id", PolicyExport.StableId(list, $"applocker {action} {publisher} {product}").ToString("D")),
        new XAttribute("Name", XmlText.Legal(name)),
        new XAttribute("Description", $"Compliance Agent, {PolicyExport.Key(list)}"),
        new XAttribute("UserOrGroupSid", Everyone),
        new XAttribute("Action", action),
        new XElement(
            "Conditions",
            new XElement(
                "FilePublisherCondition",
                new XAttribute("PublisherName", XmlText.Legal(publisher)),
                new XAttribute("ProductName", XmlText.Legal(product)),
                new XAttribute("BinaryName", "*"),
                new XElement("BinaryVersionRange", new XAttribute("LowSection", "*"), new XAttribute("HighSection", "*")))));
}
