namespace ComplianceAgent.Reasons;

/// <content>Faults in policy and catalogue files: what is wrong, and what to do.</content>
public static partial class Sentences
{
    static partial void AddPolicies(Dictionary<string, string> sentences)
    {
        AddYamlFaults(sentences);
        AddValueFaults(sentences);
        AddPolicyFaults(sentences);
        AddLibraryFaults(sentences);
        AddCatalogueLint(sentences);
    }

    private static void AddYamlFaults(Dictionary<string, string> sentences)
    {
        sentences["policy-file-too-big"] = "the file is larger than {limit} bytes";
        sentences["policy-unreadable"] = "the file cannot be read: {problem}";
        sentences["policy-not-utf8"] = "the file is not UTF-8; save it as UTF-8";
        sentences["policy-control-character"] = "the control character U+{code} may not stand here; remove it";
        sentences["policy-syntax"] = "this is not YAML: {problem}";
        sentences["policy-empty-file"] = "the file is empty; a policy begins with \"schema: 1\" and \"policy: ID\", a catalogue with \"catalogue: ID\", a register of exceptions with \"register: ID\"";
        sentences["policy-not-a-mapping"] = "the file must hold keys with values, not {kind}";
        sentences["policy-second-document"] = "a second document begins here; write one file for each policy";
        sentences["policy-too-deep"] = "nested deeper than {limit} levels";
        sentences["policy-alias"] = "the alias *{name} is not allowed; write the value out";
        sentences["policy-anchor"] = "the anchor &{name} is not allowed; write values out where they are needed";
        sentences["policy-tag"] = "the tag {tag} is not allowed";
        sentences["policy-merge-key"] = "the merge key << is not allowed; use extends";
        sentences["policy-key-not-text"] = "a key must be a text";
        sentences["policy-duplicate-key"] = "{key} stands here a second time; the first is on line {line}";
    }

    private static void AddValueFaults(Dictionary<string, string> sentences)
    {
        sentences["policy-unknown-key"] = "{key} is not known here; known are {known}";
        sentences["policy-unknown-key-near"] = "{key} is not known here; did you mean {near}?";
        sentences["policy-missing-key"] = "{key} is missing";
        sentences["policy-wrong-kind"] = "{key} must be {expected}, not {found}";
        sentences["policy-empty-list"] = "{key} must not be empty";
        sentences["policy-empty-item"] = "{key} has no value";
        sentences["policy-empty-text"] = "a text must not be blank";
        sentences["policy-text-too-long"] = "a text may have {limit} characters at most";
        sentences["policy-bad-id"] = "{value} is not an id: use a-z, 0-9 and hyphens, 64 at most";
        sentences["policy-bad-product-id"] = "{value} is not an id: use a-z, 0-9, hyphens and underscores, 64 at most";
        sentences["policy-bad-word"] = "{value} is not one of {words}";
        sentences["policy-bad-word-near"] = "{value} is not known here; did you mean {near}?";
        sentences["policy-bad-flag"] = "{value} must be true or false, without quotes";
        sentences["policy-bad-number"] = "{value} must be a whole number from {least} to {most}";
        sentences["policy-bad-date"] = "{value} is not a date; write it as 2023-03-31";
        sentences["policy-bad-duration"] = "{value} is not a duration of weeks, days or hours; write it as P5D, P2W or PT12H, ten years at most";
        sentences["policy-bad-offset"] = "{value} is not a number of days; write it as -P7D or P1D";
        sentences["policy-bad-version"] = "{value} is not a version range: {part} is none of < 5.2, <= 5.2, > 5.2, >= 5.2, != 5.2, 5.2 or 5.*; join several by commas";
        sentences["policy-version-of-nothing"] = "{value} fits no version at all";
        sentences["policy-bad-zone"] = "{value} is not a time zone; write it as Europe/Brussels or UTC";
        sentences["policy-bad-zone-near"] = "{value} is not a time zone; did you mean {near}?";
        sentences["policy-bad-link"] = "{value} is not an https link; only https links, without user name or blanks, are allowed";
        sentences["policy-glob-of-wildcards"] = "{value} fits everything; a pattern needs at least one letter or digit";
        sentences["policy-regex-too-long"] = "a regular expression may have {limit} characters at most";
        sentences["policy-regex-matches-all"] = "the regular expression {value} fits every name, even an empty one";
        sentences["policy-regex-broken"] = "the regular expression {value} does not compile: {problem}";
        sentences["policy-regex-not-supported"] = "the regular expression {value} cannot run without backtracking or is too large; no look-around, back-reference or atomic group, and shorter alternations: {problem}";
    }

    private static void AddPolicyFaults(Dictionary<string, string> sentences)
    {
        sentences["policy-unknown-id"] = "there is no {what} {id}";
        sentences["policy-unknown-id-near"] = "there is no {what} {id}; did you mean {near}?";
        sentences["policy-rule-without-kind"] = "the rule names nothing: give a product, a vendor, a name, nameRegex, publisher or identifier, a category or an allowList";
        sentences["policy-rule-of-two-kinds"] = "a rule has one kind, this one has {kinds}; write a rule for each";
        sentences["policy-rule-without-id"] = "a rule that names neither product nor vendor needs an id";
        sentences["policy-rule-needs"] = "{key} needs {other} beside it";
        sentences["policy-rule-excludes"] = "{key} and {other} exclude each other";
        sentences["policy-duplicate-rule"] = "the rule id {id} is taken by the rule on line {line}; give this one an id of its own";
        sentences["policy-formerly-in-use"] = "formerly: {id} is in use in this policy; a former id can only be one that is in use no more";
        sentences["policy-formerly-twice"] = "formerly: {id} stands at {other} already; it can have become one thing only";
        sentences["policy-rule-id-is-product"] = "{id} is a product of the catalogue; give this rule another id";
        sentences["policy-date-before"] = "{key} ({value}) lies before {other} ({otherValue})";
        sentences["policy-not-yet-applied"] = "{key} is read but not yet applied by this version";
        sentences["policy-category-without-list"] = "the category {category} has no list of its apps, which only you can give: write a policy of your own with extends: {policy} and under rules one with id: {rule}, category: {category} and list: [product ids or names], and put that one in force";
        sentences["policy-allow-list-stores-more"] = "an allow-list records a violation for every company device that has any app not on the list, with the names of some of them: it stores more than a ban, and it never speaks of other devices";
        sentences["policy-allow-list-company-only"] = "an allow-list speaks of company devices only, so owner {owner} is out whatever stands here";
        sentences["policy-entry-taken-as-name"] = "{value} is no product of the catalogue and is taken as a name; if you mean the product, write {near}";
        sentences["policy-entry-without-kind"] = "the entry names nothing: give a product, or a name, publisher or identifier";
        sentences["policy-extends-itself"] = "extends goes round in a circle: {chain}";
        sentences["policy-extends-faulty"] = "{id}, which this policy extends, has faults of its own";
        sentences["policy-extends-too-long"] = "more than {limit} policies extend each other";
        sentences["policy-catalogue-conflict"] = "{key} of this entry is {known} already; {value} cannot replace it";
        sentences["policy-product-without-identity"] = "{id} has neither a name nor an identifier";
        sentences["policy-id-taken"] = "the id {id} is taken by {other}; use extends to change a policy";
        sentences["policy-confusable-id"] = "{id} looks like {other}; choose an id that cannot be taken for it";
    }

    private static void AddLibraryFaults(Dictionary<string, string> sentences)
    {
        sentences["policy-none-in-use"] = "no policy is in force; name at least one in Policies:Use or with --policy. There are: {available}";
        sentences["policy-not-found"] = "there is no policy {id}. There are: {available}";
        sentences["policy-not-found-near"] = "there is no policy {id}; did you mean {near}? There are: {available}";
        sentences["policy-catalogue-as-policy"] = "this is a catalogue file, not a policy; put it into the folder of Policies:Path";
        sentences["policy-facts-old"] = "Policy {policy} rests on facts last checked on {checked}, more than {months} months ago. It still holds; look whether its sources do, and renew checkedOn.";
        sentences["policy-has-ended"] = "Policy {policy} ended on {until}, so nothing is a violation of it any more. If the ban still holds for you, extend it and say until when.";
        sentences["policy-folder-missing"] = "the folder does not exist or cannot be read: {problem}";
        sentences["policy-too-many-files"] = "the folder holds more than {limit} YAML files";
        sentences["policy-vanished"] = "the file is gone, but it was in use; the last good policies stay in force. Put it back, or take it out of Policies:Use and start again";
        sentences["policy-adhoc-empty"] = "name at least one product or vendor";
    }
}
