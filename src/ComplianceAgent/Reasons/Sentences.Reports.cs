namespace ComplianceAgent.Reasons;

public static partial class Sentences
{
    static partial void AddReports(Dictionary<string, string> sentences)
    {
        sentences["report-rebuilt"] = "This is what was known at {moment}, made again on {date} from the audit trail, the policies and the exceptions of that time.";
        sentences["past-violations-lost"] = "{count} violations of that time are missing here: their records were erased, or date from before such records were kept.";
        sentences["past-register-erased"] = "{count} entries of the register of exceptions of that time were erased and are missing here.";
        sentences["report-never-scanned"] = "This tenant has not been scanned yet: nothing below says anything about its devices.";
        sentences["report-scan-overdue"] = "NO COMPLETE SCAN SINCE {date}, {hours} hours ago; {allowed} are allowed. Somebody or something keeps the agent from looking: whatever changed since then is not in this report.";
        sentences["report-no-complete-scan"] = "No complete scan has been stored yet: the figures rest on an incomplete inventory, and devices that were not read are missing from them.";
        sentences["report-scan-incomplete"] = "The last scan ({scan}, {date}) was incomplete. What it saw is reported; what it did not see is unknown, and nothing was closed because of it.";
        sentences["report-coverage-of-earlier-scan"] = "Coverage and blind spots are those of scan {scan} ({date}), the last complete one.";
        sentences["report-inventory-older"] = "The last scan ({scan}) read an inventory of {date}, older than what was known already: it changed no state.";
        sentences["report-data-old"] = "The newest complete inventory is of {date}, {days} days old. Devices may have changed since.";
        sentences["report-policy-not-loaded"] = "Policy {policy} is no longer loaded: the deadlines of its {count} live violations are unknown.";
        sentences["report-reviews-since-scan"] =
            "{count} decisions about suspected matches were made after scan {scan}: the violations below follow them, coverage will with the next scan.";
        sentences["report-exceptions-since-scan"] =
            "Exceptions were decided or have ended since scan {scan} ({count} of them ran out): the violations below follow them, coverage will with the next scan.";
        sentences["report-pseudonymous"] =
            "Names, addresses, serial numbers and ids of people, devices, exceptions and files are replaced by codes, and what people wrote is left out. Whoever holds the key can tell whose they are.";
        sentences["report-key-missing"] = "A report with codes in place of names needs a key. Make one (openssl rand -base64 32 > /etc/compliance-agent/pseudonym-key), let only the agent read it, and set {setting} to file:/etc/compliance-agent/pseudonym-key. Keep it: the same key gives the same codes.";
        sentences["report-key-short"] = "The key of {setting} is shorter than {least} characters: who has a list of names could guess it. Make one with openssl rand -base64 32.";
        sentences["report-rows-set-aside"] = "{count} rows were set aside: {why} (the first: {first}).";
    }
}
