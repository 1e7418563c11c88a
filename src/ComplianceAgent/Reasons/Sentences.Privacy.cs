namespace ComplianceAgent.Reasons;

/// <content>What was erased, what is held, and why something is not erased.</content>
public static partial class Sentences
{
    private static void AddPrivacy(Dictionary<string, string> sentences)
    {
        sentences["audit-retention-erased"] =
            "Personal data past retention was erased: of {violations} violations, of {decisions} decisions, {parts} personal parts of events, {reports} report files.";
        sentences["audit-person-erased"] =
            "The personal data of a person was erased: of {violations} violations, of {decisions} decisions, {parts} personal parts of events, {reports} report files.";
        sentences["audit-hold-placed"] = "Legal hold {hold} was placed: nothing it is on is erased.";
        sentences["audit-hold-ended"] = "Legal hold {hold} was ended.";
        sentences["hold-violation-unknown"] = "{violation}: there is no such violation. Reports in JSON and CSV print the ids.";
        sentences["hold-unknown"] = "{hold}: there is no such legal hold.";
        sentences["hold-ended-already"] = "Legal hold {hold} was ended on {date} already.";
        sentences["person-ambiguous"] = "{user} stands in records of more than one person. Say which by user id: {ids}.";
        sentences["person-violation-live"] = "Violation {violation} ({app} on device {device}, policy {policy}) is {state}: what is needed to follow it up is not erased before it ends.";
        sentences["person-held"] = "Legal hold {hold} of {date} is on them or something of theirs: end it first (privacy hold end {hold}).";
        sentences["person-exception-live"] = "Exception {exception} is for them until {until}: revoke or reject it first.";
        sentences["person-exception-registered"] = "{exception} is for them until {until}: take it out of the register of exceptions first.";
        sentences["erased-log-in-use"] =
            "The write-ahead log of the store '{store}' could not be emptied, because another program reads the store: pieces of what was erased may stand in it. Run this again.";
        sentences["erased-vacuum-refused"] = "This account may not run VACUUM on {tables}: have their owner do it, or dead rows stay.";
        sentences["erased-postgres"] =
            "VACUUM makes room of dead rows; the server's own log, its copies and backups, and pages not used again yet may hold them longer (VACUUM FULL rewrites the pages).";
        sentences["reports-held"] = "{count} report files are past retention and stay, because a legal hold stands.";
        sentences["report-not-erased"] = "{file} could not be erased: {why}";
        sentences["exception-id-names-person"] = "the id {id} names the user; ids stand in the audit chain, from where no name can be erased. Choose one that names nobody, such as a case number";
    }
}
