using ComplianceAgent.Matching;

namespace ComplianceAgent.Reasons;

/// <content>Version ranges, categories and allow-lists.</content>
public static partial class Sentences
{
    private static void AddRuleKinds(Dictionary<string, string> sentences)
    {
        sentences[RuleCodes.VersionInside] = "Its version \"{version}\" is one the rule speaks of ({range}).";
        sentences[RuleCodes.VersionNotTold] = "The rule speaks of versions {range} only, and whether \"{version}\" is one of them cannot be told.";
        sentences[RuleCodes.VersionOutside] = "It is {product}, but its version \"{version}\" is none the rule speaks of ({range}).";
        sentences[RuleCodes.NotOnList] = "\"{name}\" is not on the list of the apps that the rule \"{rule}\" allows.";
        sentences[RuleCodes.PerhapsOnList] = "\"{name}\" may be \"{entry}\" of the apps that the rule \"{rule}\" allows, but that is not certain.";
        sentences[RuleCodes.OnList] = "\"{name}\" is on the list of the apps that the rule \"{rule}\" allows, as \"{entry}\".";
        sentences[RuleCodes.SeveralNotOnList] = "{apps} app rows of this device are not on the list of the rule \"{rule}\", among them: {names}.";
    }
}
