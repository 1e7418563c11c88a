using System.Collections.Immutable;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Policies;

/// <summary>What a policy says of a device of a certain owner type, or of an app.</summary>
public enum Severity : byte
{
    /// <summary>Banned.</summary>
    Violation = 0,

    /// <summary>Advised against.</summary>
    Advice,

    /// <summary>A person decides.</summary>
    Review,

    /// <summary>The policy does not speak of it.</summary>
    Out,
}

/// <summary>How sure a match is.</summary>
public enum Confidence : byte
{
    /// <summary>Look-alike, or a name too weak to stand alone: waits for a person.</summary>
    Suspected = 0,

    /// <summary>Unmistakable name, or name and publisher.</summary>
    Strong,

    /// <summary>Identifier.</summary>
    Exact,
}

/// <summary>One ban: immutable, judged whole when loaded. Schema 1.</summary>
public sealed record Policy
{
    /// <summary>Stable id, <c>[a-z0-9-]{1,64}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Title by language code; <c>en</c> always present.</summary>
    public required ImmutableSortedDictionary<string, string> Title { get; init; }

    /// <summary>Who decided the ban, by which text.</summary>
    public string Authority { get; init; } = "";

    /// <summary>Where that can be read.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>The same sources with what is known of them.</summary>
    public ImmutableArray<PolicySource> SourceDetails { get; init; } = [];

    /// <summary>Id of the policy this one extends; null when it stands alone.</summary>
    public string? Extends { get; init; }

    /// <summary>Ids it had before; what was recorded under them is its own.</summary>
    public ImmutableArray<string> Formerly { get; init; } = [];

    /// <summary>What its rules, and the catalogue's products, were called before: today's id by former id.</summary>
    public ImmutableDictionary<string, string> FormerSubjects { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>When the facts were last checked.</summary>
    public DateOnly? CheckedOn { get; init; }

    /// <summary>Zone in which the policy's dates end (a date ends at 24:00 there).</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Decided or announced on.</summary>
    public DateOnly? Announced { get; init; }

    /// <summary>New installs are violations at once from this day on.</summary>
    public DateOnly? Effective { get; init; }

    /// <summary>Existing copies are due until the end of this day, overdue after.</summary>
    public DateOnly? RemoveBy { get; init; }

    /// <summary>The ban ends after this day; null when open-ended.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Prolongations, oldest first; the last one's <c>Until</c> wins over <see cref="ValidUntil"/>.</summary>
    public ImmutableArray<PolicyRenewal> Renewals { get; init; } = [];

    /// <summary>The house clock.</summary>
    public PolicyGrace Grace { get; init; } = new();

    /// <summary>Which devices.</summary>
    public PolicyScope Scope { get; init; } = new();

    /// <summary>Which apps. Never empty.</summary>
    public required ImmutableArray<PolicyRule> Rules { get; init; }

    /// <summary>Terms of exceptions; null when the ban names none, and then it allows none.</summary>
    public PolicyExceptionTerms? Exceptions { get; init; }

    /// <summary>Days relative to the deadline on which to remind, for example -7, -1, 7. Accepted, not applied yet.</summary>
    public ImmutableArray<int> ReminderDays { get; init; } = [];

    /// <summary>True when advice on personal devices records the person (<c>record: person</c>); otherwise it is only counted.</summary>
    public bool RecordsPersonOnAdvice { get; init; }

    /// <summary>Matches less sure than this wait for a person.</summary>
    public Confidence MinimumConfidence { get; init; } = Confidence.Strong;

    /// <summary>Names that this policy never flags, beside the catalogue's own.</summary>
    public ImmutableArray<string> NeverFlag { get; init; } = [];

    /// <summary>The policy's own cases: what must match and what must not.</summary>
    public ImmutableArray<PolicyCase> Cases { get; init; } = [];

    /// <summary>SHA-256 (lower-case hex) of the policy's file and, for <c>extends</c>, of the files it rests on. Printed as evidence.</summary>
    public required string Hash { get; init; }

    /// <summary>File, or <c>pack:</c> and the id for a ready-made one.</summary>
    public required string Origin { get; init; }

    /// <summary>English title.</summary>
    public string EnglishTitle => Title["en"];
}

/// <summary>Where a fact can be read.</summary>
/// <param name="Link">An https link; printed, never fetched.</param>
/// <param name="Mark"><c>primary</c>, <c>secondary</c>, or empty when not told.</param>
/// <param name="What">What the source is; may be empty.</param>
public sealed record PolicySource(string Link, string Mark = "", string What = "");

/// <summary>A prolongation with its own source.</summary>
/// <param name="On">Decided on.</param>
/// <param name="Until">Valid until; null when open-ended.</param>
/// <param name="Source">Where that can be read.</param>
public sealed record PolicyRenewal(DateOnly On, DateOnly? Until, string Source);

/// <summary>The house clock, for devices met after the legal date.</summary>
public sealed record PolicyGrace
{
    /// <summary>Days from first sight to the house deadline.</summary>
    public TimeSpan FirstSeen { get; init; } = TimeSpan.FromDays(5);

    /// <summary>Days from enrolment to the house deadline, for devices enrolled with the app on them.</summary>
    public TimeSpan Enrolment { get; init; } = TimeSpan.FromDays(8);
}

/// <summary>Which devices a policy speaks of.</summary>
public sealed record PolicyScope
{
    /// <summary>For company devices.</summary>
    public Severity Company { get; init; } = Severity.Violation;

    /// <summary>For personal devices.</summary>
    public Severity Personal { get; init; } = Severity.Advice;

    /// <summary>For devices whose owner Intune does not tell.</summary>
    public Severity Unknown { get; init; } = Severity.Violation;

    /// <summary>Platforms; empty means all.</summary>
    public ImmutableArray<PlatformFamily> Platforms { get; init; } = [];

    /// <summary>What the policy says of a device; a platform that is not known is in scope, so that nothing slips through.</summary>
    public Severity For(DeviceOwner owner, PlatformFamily platform) =>
        platform != PlatformFamily.Unknown && !Platforms.IsEmpty && !Platforms.Contains(platform)
            ? Severity.Out
            : owner switch { DeviceOwner.Company => Company, DeviceOwner.Personal => Personal, _ => Unknown };
}

/// <summary>One rule: a catalogue product, a vendor, raw patterns, a category with its list, or an allow-list.</summary>
public sealed record PolicyRule
{
    /// <summary>Stable id: the product id, or the id the rule gives itself.</summary>
    public required string Id { get; init; }

    /// <summary>Catalogue product; null for other kinds.</summary>
    public string? Product { get; init; }

    /// <summary>With <see cref="Product"/>: the whole family (lite, regional, TV, studio builds).</summary>
    public bool Family { get; init; }

    /// <summary>Catalogue vendor: every product of it, and every app published by it.</summary>
    public string? Vendor { get; init; }

    /// <summary>Raw name pattern: exact text, or glob with <c>*</c> and <c>?</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Raw name as a regular expression, run without backtracking.</summary>
    public string? NameRegex { get; init; }

    /// <summary>Publisher pattern (glob); with <see cref="Name"/> both must fit.</summary>
    public string? Publisher { get; init; }

    /// <summary>Bundle id, package name or package family pattern (glob).</summary>
    public string? Identifier { get; init; }

    /// <summary>Version range, for example <c>&lt; 5.2</c>; null for every version. As <see cref="VersionRange"/> reads it.</summary>
    public string? Version { get; init; }

    /// <summary>Category whose apps the customer lists in <see cref="List"/>.</summary>
    public string? Category { get; init; }

    /// <summary>True when everything is banned that is not in <see cref="List"/>; on company devices only, one violation a device.</summary>
    public bool AllowList { get; init; }

    /// <summary>Apps of a category or allow-list in short: a product id (its family included), or else a whole name with <c>*</c> and <c>?</c>.</summary>
    public ImmutableArray<string> List { get; init; } = [];

    /// <summary>Apps of a category or allow-list that are told by more than a name.</summary>
    public ImmutableArray<RuleListEntry> ListEntries { get; init; } = [];

    /// <summary>Only this platform; null for all.</summary>
    public PlatformFamily? Platform { get; init; }

    /// <summary>Own severity; null takes the scope's.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Ids it had before.</summary>
    public ImmutableArray<string> Formerly { get; init; } = [];

    /// <summary>What makes a violation of it one and the same, unless it covers several products: the product, or the rule.</summary>
    public string Subject => Product ?? Id;

    /// <summary>Own removal date, for a rule added later.</summary>
    public DateOnly? RemoveBy { get; init; }

    /// <summary>Name to print for raw rules; null takes the pattern.</summary>
    public string? Title { get; init; }

    /// <summary>True for a category or an allow-list.</summary>
    public bool HasList => Category is not null || AllowList;
}

/// <summary>One app of a category or allow-list: a product, or patterns all of which must fit.</summary>
public sealed record RuleListEntry
{
    /// <summary>Catalogue product, its family included.</summary>
    public string? Product { get; init; }

    /// <summary>Whole name, with <c>*</c> and <c>?</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Publisher, with <c>*</c> and <c>?</c>.</summary>
    public string? Publisher { get; init; }

    /// <summary>Bundle id, package name or package family, with <c>*</c> and <c>?</c>.</summary>
    public string? Identifier { get; init; }
}

/// <summary>Terms under which exceptions may be granted.</summary>
public sealed record PolicyExceptionTerms
{
    /// <summary>Reason codes allowed; empty allows any.</summary>
    public ImmutableArray<string> Reasons { get; init; } = [];

    /// <summary>Who approves.</summary>
    public string? Approver { get; init; }

    /// <summary>Longest exception in days.</summary>
    public int? MaximumDays { get; init; }

    /// <summary>True when a whole fleet or device category may be excepted at once.</summary>
    public bool Blanket { get; init; }

    /// <summary>True when the approver may have another decide.</summary>
    public bool Delegable { get; init; }

    /// <summary>Who must be told of each exception; null when nobody.</summary>
    public string? ReportTo { get; init; }

    /// <summary>What must be done instead, for example a stand-alone device.</summary>
    public ImmutableArray<string> Mitigations { get; init; } = [];
}

/// <summary>One case a policy carries as its own test.</summary>
/// <param name="App">The app.</param>
/// <param name="Expected"><c>violation</c>, <c>advice</c>, <c>suspected</c> or <c>none</c>.</param>
public sealed record PolicyCase(DistinctApp App, string Expected);
