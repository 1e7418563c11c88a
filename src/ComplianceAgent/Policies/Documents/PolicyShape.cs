using static ComplianceAgent.Policies.Documents.Shapes;

namespace ComplianceAgent.Policies.Documents;

/// <summary>Schema 1 of a policy file.</summary>
internal static class PolicyShape
{
    private const string Platforms = "ios, android, windows, macos or other.";

    private static readonly ScalarShape OwnerWord =
        Word("What the ban says of such a device.", "violation", "advice", "review", "out");

    private static readonly ScalarShape Platform = Word(Platforms, "ios", "android", "windows", "macos", "other");

    private static readonly MapShape Title = Map(
        "Title by language.",
        Whole("en", Text("English.")), Key("nl", Text("Dutch.")), Key("fr", Text("French.")), Key("de", Text("German.")));

    private static readonly EitherShape Source = new(
        Scalar(ScalarKind.Link, "An https link."),
        Map(
            "A link with what is known of it.",
            Required("link", Scalar(ScalarKind.Link, "An https link.")),
            Key("mark", Word("primary: an official text; secondary: press or another third party.", "primary", "secondary")),
            Key("what", Text("What the source is."))),
        "Where a fact can be read. Links are printed, never fetched.");

    private static readonly MapShape Renewal = Map(
        "A prolongation.",
        Required("on", Date("Decided on.")),
        Key("until", Date("Valid until; left out when open-ended.")),
        Required("source", Scalar(ScalarKind.Link, "Where that can be read.")));

    private static readonly EitherShape ListEntry = new(
        Scalar(ScalarKind.Glob, "A product id (its family included), or else a whole name with * and ?."),
        Map(
            "An app told by more than a name: a product, or patterns all of which must fit.",
            Key("product", Scalar(ScalarKind.ProductId, "A product of the catalogue, its family included.")),
            Key("name", Scalar(ScalarKind.Glob, "A whole name, with * and ?.")),
            Key("publisher", Scalar(ScalarKind.Glob, "A publisher, with * and ?.")),
            Key("identifier", Scalar(ScalarKind.Glob, "A bundle id, package name or package family, with * and ?."))),
        "A product id, a name, or keys that tell an app.");

    private static readonly MapShape Rule = Map(
        "One rule: a product, a vendor, patterns, a category or an allow-list.",
        Key("id", Scalar(ScalarKind.Id, "Stable id; needed unless the rule names a product or vendor.")),
        Key("formerly", List(Scalar(ScalarKind.ProductId, "A former id."), "Ids this rule, or its product, had before: what was found under them follows.")),
        Key("product", Scalar(ScalarKind.ProductId, "A product of the catalogue.")),
        Key("family", Flag("With product: every product of its family.")),
        Key("vendor", Scalar(ScalarKind.ProductId, "A vendor of the catalogue: every product and publisher of it.")),
        Key("name", Scalar(ScalarKind.Glob, "A whole name; * and ? stand for any letters.")),
        Key("nameRegex", Scalar(ScalarKind.Regex, "A regular expression over names.")),
        Key("publisher", Scalar(ScalarKind.Glob, "A publisher, with * and ?.")),
        Key("identifier", Scalar(ScalarKind.Glob, "A bundle id, package name or package family, with * and ?.")),
        Key("version", Scalar(ScalarKind.VersionRange, "Only these versions: < 5.2, or >= 1.0, < 2.0, or 5.2, or 3.*")),
        Key("category", Scalar(ScalarKind.Id, "A category of apps, which the list names.")),
        Key("allowList", Flag("true: every app that is not in the list is banned; company devices only, one violation a device.")),
        Key("list", List(ListEntry, "The apps of a category or allow-list.")),
        Key("platform", Platform),
        Key("severity", Word("Own severity instead of the scope's.", "violation", "advice", "review")),
        Key("removeBy", Date("Own removal date, for a rule added later.")),
        Key("title", Text("Name to print.")));

    private static readonly MapShape Case = Map(
        "One app and what the policy must say of it.",
        Required("name", Text("Name as inventoried.")),
        Key("publisher", Text("Publisher.")),
        Key("platform", Platform),
        Key("version", Text("Version.")),
        Key("identifier", Text("Bundle id, package name or package family.")),
        Required("expect", Word("The verdict.", "violation", "advice", "suspected", "none")));

    private static readonly MapShape Exceptions = Map(
        "Terms of exceptions; without any the policy allows none.",
        Key("reasons", List(Scalar(ScalarKind.Id, "A reason code."), "Reasons allowed; any when left out.")),
        Key("approver", Text("Who approves.")),
        Key("delegable", Flag("true when the approver may have another decide.")),
        Key("maximumDays", Number("Longest exception in days.", 1, 3650)),
        Key("blanket", Flag("true when a whole fleet or device category may be excepted at once.")),
        Key("reportTo", Text("Who must be told of each.")),
        Key("mitigations", List(Text("A measure."), "What must be done instead.")));

    /// <summary>The whole file.</summary>
    public static readonly MapShape Document = Map(
        "One ban: who decided it, from when, on which devices, which apps.",
        Required("schema", Number("Schema of this file; 1.", 1, 1)),
        Required("policy", Scalar(ScalarKind.Id, "Stable id.")),
        Key("extends", Scalar(ScalarKind.Id, "Id of the policy this one starts from: keys are replaced one by one, lists whole, an empty value clears.")),
        Key("formerly", List(Scalar(ScalarKind.Id, "A former id."), "Ids this policy had before: its violations, decisions and exceptions follow.")),
        Whole("title", Title),
        Key("authority", Text("Who decided the ban, by which text.")),
        Key("sources", List(Source, "Where that can be read.")),
        Key("checkedOn", Date("When the facts were last checked.")),
        Key("timeZone", Scalar(ScalarKind.Zone, "Zone in which the dates end, for example Europe/Brussels.")),
        Key("announced", Date("Decided or announced on.")),
        Key("effective", Date("From here on a new install is a violation at once.")),
        Key("removeBy", Date("Existing copies are due until the end of this day.")),
        Key("validUntil", Date("The ban ends after this day; left empty when open-ended.")),
        Key("renewals", List(Renewal, "Prolongations, oldest first.")),
        Key("grace", Map(
            "The house clock, for devices met after the legal date.",
            Key("firstSeen", Scalar(ScalarKind.Duration, "From first sight, for example P5D.")),
            Key("enrolment", Scalar(ScalarKind.Duration, "From enrolment, for example P8D.")))),
        Key("scope", Map(
            "Which devices.",
            Key("owner", Map("By owner.", Key("company", OwnerWord), Key("personal", OwnerWord), Key("unknown", OwnerWord))),
            Key("platforms", new ListShape(Platform, "Platforms; all when left out.", MayBeEmpty: false)))),
        Whole("rules", new ListShape(Rule, "Which apps.", MayBeEmpty: false)),
        Key("exceptions", Exceptions),
        Key("reminders", List(Scalar(ScalarKind.DayOffset, "For example -P7D."), "Days relative to the deadline. Read, not applied yet.")),
        Key("record", Word("person: advice on personal devices records who; count: it is only counted.", "person", "count")),
        Key("confidence", Word("Matches less sure than this wait for a person; strong when left out.", "suspected", "strong", "exact")),
        Key("neverFlag", List(Scalar(ScalarKind.Glob, "A whole name, with * and ?."), "Names this policy never flags.")),
        Key("cases", List(Case, "The policy's own tests.")));
}
