namespace ComplianceAgent.Reasons;

public static partial class Sentences
{
    static partial void AddScanning(Dictionary<string, string> sentences)
    {
        sentences["clock-wrong"] = "This machine's clock says {ours} UTC and Microsoft Graph's {theirs}: nothing is judged by a wrong date, and nothing was stored. Set the clock right (NTP) and scan again.";
        sentences["no-devices"] = "The inventory names no device at all, which cannot be the fleet.";
        sentences["fleet-without-app-rows"] = "The inventory holds no app row at all, which cannot be the fleet's.";
        sentences["fleet-shrank"] =
            "The fleet shrank from {before} to {now} devices, more than the {share} allowed by Scan:MaxShrink. If that is right, accept it once with scan --accept-shrunk-fleet.";
        sentences["device-list-missed"] = "{count} devices are missing from the device list although Intune knows them when asked by id, so the list was not whole.";
        sentences["outside-fleet"] = "{count} devices with a banned app are in no device list any more (retired since the export was made); they are not counted.";
        sentences["inventory-older-than-known"] =
            "This inventory is of {given}, older than the one of {known} already recorded, so nothing was changed.";
        sentences["out-of-scope"] = "No policy in force speaks of this kind of device.";
        sentences["not-in-fleet"] = "The device is not in the device list.";
        sentences["seen-in-this-scan"] = "Seen in the last scan.";
        sentences["not-confirmed-now"] = "Seen before; the last scan could not confirm it.";
        sentences["advised-against"] = "Has an app that is advised against; on a personal device nobody is recorded.";
        sentences["simulator-unreachable"] = "No Intune simulator answers at {url}. Start one with: dotnet run --project src/IntuneSimulator";
        sentences["scan-took-too-long"] = "The scan took longer than {minutes} minutes (Scan:TimeoutMinutes) and was stopped; the store is as it was.";
        sentences["rule-held"] =
            "Rule {rule} of policy {policy} would hit {apps} of {total} distinct apps on {devices} of {scope} devices. It is held: nothing it matches is stored or counted until two people accept it: compliance-agent policy accept {policy} {rule}";
        sentences["rule-held-uncounted"] =
            "Rule {rule} of policy {policy} would hit {apps} of {total} distinct apps, on more devices than were worth counting. It is held: nothing it matches is stored or counted until two people accept it: compliance-agent policy accept {policy} {rule}";
        sentences["rule-accepted-first"] =
            "{account} has accepted rule {rule} of policy {policy} as it stands. It stays held until another account accepts it too.";
        sentences["rule-accepted"] = "Rule {rule} of policy {policy} is accepted by {people}; the next scan applies it.";
        sentences["rule-accepted-already"] = "Rule {rule} of policy {policy} has been accepted already, by {people}; the next scan applies it.";
        sentences["rule-accepted-by-you"] =
            "{account} has accepted rule {rule} of policy {policy} already, and the second acceptance has to come from another account. Nothing was accepted; the audit keeps the attempt.";
        sentences["rule-waits"] = "A rule that would hit very much waits for two people to accept it; until then this device is neither in violation nor clean.";
        sentences["tenant-not-stored"] = "The store holds no scan of tenant {tenant}.";
        sentences["closings-held"] =
            "{count} of {live} violations of policy {policy} would close at once, more than one scan may close by itself (Scan:MaxClosings, Scan:MaxShareOfClosings). They are held and still count. If the apps are really gone: compliance-agent release {policy}; else a complete scan after {confirmed} that says the same closes them.";
        sentences["rows-set-aside"] = "{count} rows could not be used ({code}); the first was met at {first}.";
    }
}
