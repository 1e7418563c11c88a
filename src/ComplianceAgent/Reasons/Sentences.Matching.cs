using ComplianceAgent.Matching;

namespace ComplianceAgent.Reasons;

public static partial class Sentences
{
    static partial void AddMatching(Dictionary<string, string> sentences)
    {
        AddMatches(sentences);
        AddNearMisses(sentences);
        sentences["case-platform-out"] = "The policy does not speak of {platform}.";
        AddRuleKinds(sentences);
        sentences["regex-refused"] = "The regular expression \"{pattern}\" cannot be used: {fault}";
        sentences["unicode-normalization-missing"] =
            "This system runs without Unicode data (globalization-invariant mode), so names in other spellings would pass unseen. Install ICU and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.";
    }

    private static void AddMatches(Dictionary<string, string> sentences)
    {
        sentences[EvidenceCodes.Identifier] = "The identifier \"{identifier}\" belongs to {product}.";
        sentences[EvidenceCodes.IdentifierUnverified] = "The identifier \"{identifier}\" is said to belong to {product}, but no public source confirms it.";
        sentences[EvidenceCodes.IdentifierOfOtherFamily] = "The package is called like {product} (\"{known}\"), but another publisher signed it.";
        sentences[EvidenceCodes.IdentifierExtends] = "The identifier \"{identifier}\" begins with that of {product} (\"{known}\"), as re-signed copies do.";
        sentences[EvidenceCodes.WebApp] = "\"{identifier}\" is {product} installed from its website {known} by a browser.";
        sentences[EvidenceCodes.WebAppGuess] = "The identifier \"{identifier}\" is the one a browser gives {known} when it is installed as an app; {product} may have told it another.";
        sentences[EvidenceCodes.Name] = "The name \"{name}\" is {product}.";
        sentences[EvidenceCodes.NameAndPublisher] = "The name \"{name}\" holds \"{known}\" and \"{publisher}\" is the maker of {product}.";
        sentences[EvidenceCodes.NameAndIdentifier] = "The name \"{name}\" holds \"{known}\", and the identifier \"{identifier}\" points to {product} too.";
        sentences[EvidenceCodes.NameWithMaker] = "The name \"{name}\" holds both \"{known}\" and the name of the maker of {product}.";
        sentences[EvidenceCodes.NameCoined] = "The name \"{name}\" is {product} and nothing else: short, but no common word, and no other publisher is named.";
        sentences[EvidenceCodes.NameOfAnother] = "The name \"{name}\" is that of {product}, but its publisher \"{publisher}\" is not known as the maker, and strangers use this name too.";
        sentences[EvidenceCodes.NameTooWeak] = "The name \"{name}\" is that of {product}, but too short or common to be sure without publisher or identifier.";
        sentences[EvidenceCodes.NameAmongWords] = "The name \"{name}\" holds \"{known}\" among other words; whether it is {product} is not certain.";
        sentences[EvidenceCodes.NameAmongWordsOfAnother] = "The name \"{name}\" holds \"{known}\" among other words, but its publisher \"{publisher}\" is not known as the maker of {product}.";
        sentences[EvidenceCodes.NameHidesCharacters] = "The name \"{name}\" reads as {product}, but hides invisible characters or stray marks inside a word.";
        sentences[EvidenceCodes.NameUnverified] = "The name \"{name}\" is said to be a spelling of {product}, but no public source confirms it.";
        sentences[EvidenceCodes.LooksAlike] = "The name \"{name}\" looks like \"{known}\" ({product}) but is spelled with other characters.";
        sentences[EvidenceCodes.AdviceOnly] = "The name \"{name}\" speaks of {product} but is a tool around it, not the app itself: advised against, not banned.";
        sentences[EvidenceCodes.VendorPublisher] = "The publisher \"{publisher}\" is {vendor}, all of whose apps the rule covers.";
        sentences[EvidenceCodes.VendorPublisherUnverified] = "The publisher \"{publisher}\" is said to be {vendor}, all of whose apps the rule covers, but no public source confirms it.";
        sentences[EvidenceCodes.VendorName] = "The name \"{name}\" begins with {vendor}, as that vendor names its apps, all of which the rule covers.";
        sentences[EvidenceCodes.VendorNameUnsure] = "The name \"{name}\" begins with {vendor}, all of whose apps the rule covers, but another publisher or its other words say that it may be somebody else's.";
        sentences[EvidenceCodes.VendorIdentifier] = "The identifier \"{identifier}\" begins with \"{known}\", which only {vendor} uses.";
        sentences[EvidenceCodes.RuleIdentifier] = "The identifier \"{identifier}\" fits the rule's \"{pattern}\".";
        sentences[EvidenceCodes.RuleName] = "The name \"{name}\" fits the rule's \"{pattern}\".";
        sentences[EvidenceCodes.RulePublisher] = "The publisher \"{publisher}\" fits the rule's \"{pattern}\".";
        sentences[EvidenceCodes.RuleNameAndPublisher] = "The name \"{name}\" and the publisher \"{publisher}\" fit the rule's \"{pattern}\".";
        sentences[EvidenceCodes.RuleHidesCharacters] = "The name \"{name}\" fits the rule's \"{pattern}\", but hides invisible characters or stray marks inside a word.";
        sentences[EvidenceCodes.RuleLooksAlike] = "The name \"{name}\" looks like the rule's \"{pattern}\" but is spelled with other characters.";
    }

    private static void AddNearMisses(Dictionary<string, string> sentences)
    {
        sentences[EvidenceCodes.NoTrace] = "Nothing about this app speaks for the rules of this policy.";
        sentences[EvidenceCodes.NeverFlag] = "The name \"{name}\" would count as {product}, but the never-flag case \"{pattern}\" holds, and neither publisher nor identifier says otherwise.";
        sentences[EvidenceCodes.PublisherNeeded] = "The name \"{name}\" holds \"{known}\", which is too short or common to count as {product} without its publisher or identifier.";
        sentences[EvidenceCodes.PublisherIsAnother] = "The name \"{name}\" holds \"{known}\", but its publisher \"{publisher}\" is not the maker of {product}.";
        sentences[EvidenceCodes.LooksAlikeOnly] = "The name \"{name}\" looks like \"{known}\" ({product}), which is too short or common for a look-alike to count.";
        sentences[EvidenceCodes.InsideLongerWord] = "\"{known}\" ({product}) stands only inside a longer word of the name \"{name}\".";
        sentences[EvidenceCodes.NamesakeKnown] = "The name \"{name}\" is on the list of names that are never flagged (\"{pattern}\"): other apps that only resemble a banned one.";
        sentences[EvidenceCodes.OtherProduct] = "The name \"{name}\" is that of {other}, which is another product than {product} and not covered by the rule.";
        sentences[EvidenceCodes.OtherPlatform] = "It would match as {product}, but the rule is for {platform} only.";
        sentences[EvidenceCodes.RuleSaysOut] = "It is {product}, which the rule \"{rule}\" takes out of this policy.";
        sentences[EvidenceCodes.RulePartlyFits] = "The rule \"{rule}\" asks for {wanted}; only {met} fits.";
        sentences[EvidenceCodes.BetterSubject] = "It would also match as {product}, but {better} says more surely what it is.";
    }
}
