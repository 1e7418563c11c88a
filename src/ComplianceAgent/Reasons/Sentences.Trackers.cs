namespace ComplianceAgent.Reasons;

/// <content>What trackers and other targets answered, and what is wrong with their settings.</content>
public static partial class Sentences
{
    static partial void AddTrackers(Dictionary<string, string> sentences)
    {
        sentences["outgoing-address-refused"] = "{host} leads to {address}, a link-local or metadata address; nothing is sent there.";
    }
}
