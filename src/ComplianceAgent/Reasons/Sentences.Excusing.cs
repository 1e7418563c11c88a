namespace ComplianceAgent.Reasons;

/// <content>What is excused without a removal, and who agrees to it.</content>
public static partial class Sentences
{
    private static void AddExcusing(Dictionary<string, string> sentences)
    {
        sentences["excuse-frees-nothing"] = "It frees no live violation, so nobody has to agree.";
        sentences["excuse-approved"] = "A second person agreed.";
        sentences["excuse-refused"] = "A person refused it.";
        sentences["excuse-superseded"] = "It was overtaken before anybody decided.";
        sentences["excuse-one-is-enough"] = "One person is enough by the setting Excusing:Persons.";
        sentences["excuse-waits"] = "It waits for a second person.";
        sentences["excuse-unknown"] = "{act}: there is no such act. 'compliance-agent excuses list --all' lists every one.";
        sentences["excuse-decided-already"] = "{act} was {state} already, by {person} on {date}. It is asked anew when the file or the decision behind it changes.";
        sentences["excuse-own"] =
            "{act} is by {person}, and its second person has to be another account: 'compliance-agent excuses approve {act}' from there. Where one person has to be enough, set Excusing:Persons to 1; every report then says so.";
        sentences["excuses-held"] =
            "{count} acts would free {violations} live violations on {devices} devices without a removal. The violations stay as they are until a second person agrees. See 'compliance-agent excuses list'; another account agrees with 'excuses approve {acts}', or set Excusing:Persons to 1, which every report then says.";
        sentences["excuses-would-wait"] =
            "{count} acts would free {violations} live violations on {devices} devices without a removal; in a scan they would wait until another account agrees ('compliance-agent excuses').";
        sentences["excuses-refused-held"] =
            "{count} acts were refused (numbers {acts}), and policies or catalogue still ask for them: their {violations} violations stay as they are. Change the files back.";
        sentences["audit-excuse-decided"] =
            "Excuse {act} ({kind}, policy {policy}, {what}): {step}; {violations} live violations on {devices} devices (file hash {before} to {after}).";
        sentences["audit-own-approval"] = "Somebody tried to be the second person to their own: {what}. It was refused.";
        sentences["audit-persons-changed"] = "The setting Excusing:Persons changed from {before} to {persons}.";
    }
}
