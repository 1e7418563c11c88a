using static ComplianceAgent.Policies.Documents.Shapes;

namespace ComplianceAgent.Policies.Documents;

/// <summary>Schema 1 of a catalogue file.</summary>
internal static class CatalogueShape
{
    /// <summary>How well a fact is known.</summary>
    public static readonly ScalarShape Mark =
        Word("verified: an official or machine-made source, or two independent ones; seen: public code or documents; unverified: from memory, may only suspect.", "verified", "seen", "unverified");

    private static readonly EitherShape Pattern = new(
        Scalar(ScalarKind.Glob, "A whole name; * and ? stand for any letters."),
        Map("A regular expression.", Required("regex", Scalar(ScalarKind.Regex, "Runs without case and without backtracking."))),
        "A name with wildcards, or a regular expression.");

    private static readonly MapShape Vendor = Map(
        "A vendor.",
        Key("name", Text("Name to print; the id when not given.")),
        Key("country", Text("Country as two letters, a label to filter by.")),
        Key("publishers", List(Text("A publisher."), "Publisher spellings seen.")),
        Key("unverifiedPublishers", List(Text("A publisher."), "Publisher spellings from memory; they may only suspect.")),
        Key("identifierPrefixes", List(Text("A prefix."), "Prefixes of identifiers that only this vendor uses.")));

    private static readonly MapShape Product = Map(
        "A product.",
        Key("name", Text("Name to print; the first of the names when not given. It is looked for as well.")),
        Key("vendor", Scalar(ScalarKind.ProductId, "Vendor id.")),
        Key("family", Scalar(ScalarKind.ProductId, "Family id; products of one family fall together under family: true.")),
        Key("formerly", List(Scalar(ScalarKind.ProductId, "A former id."), "Ids this product had before.")),
        Key("names", List(Text("A name."), "Every display name it is sold under, in every script.")),
        Key("unverifiedNames", List(Text("A name."), "Display names from memory; they may only suspect.")),
        Key("nameStandsAlone", Flag("false when the name is short or common, so that a publisher or identifier must confirm it.")),
        Key("nameMayHaveMoreWords", Flag("false when only the exact name means this product.")),
        Key("publishers", List(Text("A publisher."), "Publisher spellings beside the vendor's.")),
        Key("unverifiedPublishers", List(Text("A publisher."), "Publisher spellings from memory.")),
        Key("ios", Identities("Bundle ids on iOS and iPadOS.")),
        Key("android", Identities("Android package names.")),
        Key("macos", Identities("Bundle ids on macOS.")),
        Key("packageFamilies", Identities("Windows package family names, or their name part.")),
        Key("windows", Identities("Windows uninstall keys or winget ids.")),
        Key("webHosts", List(Text("A host."), "Web hosts, for web apps installed by a browser.")),
        Key("neverFlag", List(Pattern, "Names never to flag as this product.")),
        Key("source", Text("Where the names were seen.")),
        Key("note", Text("For people, shown in lists of the catalogue.")));

    /// <summary>The whole file.</summary>
    public static readonly MapShape Document = Map(
        "Apps and vendors: what products are called and how they are told apart.",
        Key("schema", Number("Schema of this file; 1.", 1, 1)),
        Required("catalogue", Scalar(ScalarKind.Id, "Id of this file.")),
        Key("checkedOn", Date("When the facts were last checked.")),
        Key("sources", new DictionaryShape(Scalar(ScalarKind.ProductId, "Short name."), Text("What it is."), "What the short names of sources mean.")),
        Key("vendors", new DictionaryShape(Scalar(ScalarKind.ProductId, "Vendor id."), Vendor, "Vendors by id.")),
        Key("products", new DictionaryShape(Scalar(ScalarKind.ProductId, "Product id."), Product, "Products by id.")),
        Key("neverFlag", List(Pattern, "Names never to flag whatever the rule; an identifier still wins.")),
        Key("adviceOnly", List(Pattern, "Names that are only ever advised against.")));

    private static ListShape Identities(string description) => List(
        new EitherShape(
            Text("The identifier."),
            Map(
                "The identifier with its mark and source.",
                Required("id", Text("The identifier, compared without case.")),
                Key("mark", Mark),
                Key("source", Text("Where it was seen.")),
                Key("note", Text("For people."))),
            "An identifier."),
        description);
}
