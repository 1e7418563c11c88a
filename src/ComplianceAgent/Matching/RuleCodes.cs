namespace ComplianceAgent.Matching;

/// <summary>Reason codes of version ranges and lists, beside those of <see cref="EvidenceCodes"/>. Stored with violations: never renamed.</summary>
internal static class RuleCodes
{
    public const string VersionInside = "version-inside-range";
    public const string VersionNotTold = "version-not-told";
    public const string VersionOutside = "version-outside-range";
    public const string NotOnList = "app-not-on-list";
    public const string PerhapsOnList = "app-perhaps-on-list";
    public const string OnList = "app-on-list";
    public const string SeveralNotOnList = "apps-not-on-list";
}
