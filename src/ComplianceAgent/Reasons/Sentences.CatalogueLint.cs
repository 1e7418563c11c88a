namespace ComplianceAgent.Reasons;

/// <content>What a catalogue file may say but should not.</content>
public static partial class Sentences
{
    private static void AddCatalogueLint(Dictionary<string, string> sentences)
    {
        sentences["policy-lint-name-without-letters"] = "the name {name} has neither letter nor digit to compare";
        sentences["policy-lint-name-too-short"] = "{name} is too short to stand for the product by itself; write nameStandsAlone: false, so that a publisher or identifier must confirm it";
        sentences["policy-lint-name-too-common"] = "{name} is made of common words and would flag apps of anybody; write nameStandsAlone: false, so that a publisher or identifier must confirm it";
        sentences["policy-lint-name-of-common-words"] = "{name} is made of common words, and a listed name of this length counts by itself; leave it to the publisher and the identifiers";
        sentences["policy-lint-name-taken"] = "{name} reads the same as a name of {product}; one name belongs to one product";
        sentences["policy-lint-publisher-too-common"] = "the publisher {publisher} is too short or too common and would confirm apps of anybody";
        sentences["policy-lint-identifier-form"] = "{identifier} can never match here; this must be {form}";
        sentences["policy-lint-identifier-taken"] = "{identifier} is an identifier of {product} too; if both really have it, say so in a note at both";
        sentences["policy-lint-identifier-without-source"] = "an identifier of {product} says not how well it is known and where it was seen; write its id, mark and source";
        sentences["policy-lint-product-without-source"] = "nothing says where {product} was seen; give it a source, or an identifier with one";
        sentences["policy-lint-family-of-one"] = "no other product is of the family {family}; write the id of a product, or leave it out";
    }
}
