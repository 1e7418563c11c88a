namespace ComplianceAgent.Matching;

/// <summary>Reason codes of matches and near misses. Stored with violations: never renamed.</summary>
internal static class EvidenceCodes
{
    public const string Identifier = "identifier-known";
    public const string IdentifierUnverified = "identifier-unverified";
    public const string IdentifierOfOtherFamily = "identifier-of-other-family";
    public const string IdentifierExtends = "identifier-extends-known";
    public const string WebApp = "web-app-of-host";
    public const string WebAppGuess = "web-app-id-of-host";
    public const string Name = "name-known";
    public const string NameAndPublisher = "name-and-publisher";
    public const string NameAndIdentifier = "name-and-identifier";
    public const string NameWithMaker = "name-with-maker";
    public const string NameCoined = "name-coined";
    public const string NameOfAnother = "name-of-another";
    public const string NameTooWeak = "name-too-weak";
    public const string NameAmongWords = "name-among-words";
    public const string NameAmongWordsOfAnother = "name-among-words-of-another";
    public const string NameHidesCharacters = "name-hides-characters";
    public const string NameUnverified = "name-unverified";
    public const string LooksAlike = "name-looks-alike";
    public const string AdviceOnly = "name-advice-only";
    public const string VendorPublisher = "vendor-publisher";
    public const string VendorPublisherUnverified = "vendor-publisher-unverified";
    public const string VendorName = "vendor-name";
    public const string VendorNameUnsure = "vendor-name-unsure";
    public const string VendorIdentifier = "vendor-identifier";
    public const string RuleIdentifier = "rule-identifier";
    public const string RuleName = "rule-name";
    public const string RulePublisher = "rule-publisher";
    public const string RuleNameAndPublisher = "rule-name-and-publisher";
    public const string RuleHidesCharacters = "rule-name-hides-characters";
    public const string RuleLooksAlike = "rule-name-looks-alike";

    public const string NoTrace = "no-trace";
    public const string NeverFlag = "never-flag";
    public const string PublisherNeeded = "publisher-needed";
    public const string PublisherIsAnother = "publisher-is-another";
    public const string LooksAlikeOnly = "looks-alike-only";
    public const string InsideLongerWord = "inside-longer-word";
    public const string NamesakeKnown = "namesake-known";
    public const string OtherProduct = "name-of-other-product";
    public const string OtherPlatform = "platform-out-of-rule";
    public const string RuleSaysOut = "rule-says-out";
    public const string RulePartlyFits = "rule-partly-fits";
    public const string BetterSubject = "better-subject";
}
