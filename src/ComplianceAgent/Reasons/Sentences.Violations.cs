namespace ComplianceAgent.Reasons;

/// <content>What became of violations, and why.</content>
public static partial class Sentences
{
    static partial void AddViolations(Dictionary<string, string> sentences)
    {
        AddStores(sentences);
        AddSeen(sentences);
        AddUnknown(sentences);
        AddEnded(sentences);
        AddReviews(sentences);
        AddExceptions(sentences);
        AddExcusing(sentences);
        AddPrivacy(sentences);
    }

    private static void AddStores(Dictionary<string, string> sentences)
    {
        const string Remedy =
            " Nothing was written, opened or closed. Put the right store back (mount its volume, name it with --store, restore the newest backup, fail over to the server that has everything);"
            + " or, if what is missing is lost for good, say so once with 'compliance-agent store accept --reason TEXT'.";
        sentences["store-missing"] =
            "The store '{store}' holds nothing of tenant {tenant}, but the checkpoint file '{file}' knows its scan {scan} of {date} UTC there. A missing or empty store is not a first run." + Remedy;
        sentences["store-older"] =
            "The store '{store}' ends at scan {held} of {heldDate} UTC of tenant {tenant}, but the checkpoint file '{file}' knows its scan {scan} of {date} UTC: an older copy was restored, another volume is mounted, or the database server lost its last commits." + Remedy;
        sentences["store-older-events"] =
            "The store '{store}' ends at event {held} of tenant {tenant}, but the checkpoint file '{file}' knows its event {event} of {date} UTC: an older copy was restored, or the end was cut off." + Remedy;
        sentences["store-differs"] =
            "Scan {scan} of tenant {tenant} in the store '{store}' is not the one that the checkpoint file '{file}' knows of {date} UTC: two copies of the store went on apart, or it was rewritten." + Remedy;
        sentences["store-newer"] =
            "The store '{store}' has been brought up to date by a newer version of this program ({migration}) since this one opened it. This one writes nothing to it any more: stop it and start the newer version in its place. Nothing is lost; a scan that was not stored is made again.";
        sentences["store-other"] =
            "The store '{store}' is not the one that the checkpoint file '{file}' knows there: that one held scan {scan} of tenant {tenant}, of {date} UTC, and another record stands in its place." + Remedy;
    }

    private static void AddSeen(Dictionary<string, string> sentences)
    {
        sentences["audit-scan-out-of-order"] = "Scan {number} stands where a later one must: scans were put in or reordered.";
        sentences["audit-scan-broken"] = "Scan {number} does not fit its link: it was changed, or one before it was removed or put in.";
        sentences["audit-event-missing"] = "Event {number} is missing; the next one is {next}.";
        sentences["audit-event-broken"] = "Event {number} does not fit its link: it was changed, or one before it was put in or reordered.";
        sentences["audit-event-not-as-scanned"] = "Event {number} is not what it was when a scan recorded the end of the events: the events were rewritten.";
        sentences["audit-events-cut"] = "The events end at {last}, and a scan recorded event {number}: the end was cut off.";
        sentences["audit-person-broken"] = "The personal part of event {number} is not the one it was written with.";
        sentences["audit-state-broken"] = "The violation kept with event {number} is not the one it was written with.";
        sentences["audit-anchor-differs"] = "{anchor} stands in the file, but the store has {found} there: the chain was recomputed, or the file is of another store.";
        sentences["audit-anchor-beyond-end"] = "{anchor} stands in the file, but the store ends at {last}: the end was cut off, or an older copy of the store was restored.";
        sentences["audit-violation-differs"] = "Violation {violation} is not what its last event says ({number}): its row was changed.";
        sentences["audit-violation-missing"] = "Violation {violation} is not what its last event says ({number}): its row is gone.";
        sentences["audit-violation-untold"] = "Violation {violation} is in the store, but no event tells how it came to be.";
        sentences["audit-anchor-missing"] = "{anchor} stands in the file, but the store goes on without it: it was removed, and the chain recomputed.";
        sentences["audit-store-accepted"] = "The store was taken for the right one at scan {held}, although scan {known} was known ({doubt}).";
        sentences["audit-review-decided"] = "Review {case} of policy {policy}: {kind}; the app is {app}, on {devices} devices.";
        sentences["audit-exception-decided"] = "Exception {exception}: {kind}.";
        sentences["audit-rule-accepted"] = "Rule {rule} of policy {policy} was accepted with {apps} apps and {devices} devices.";
        sentences["audit-policy-began"] = "Policy {policy} counts from this scan on (hash {hash}).";
        sentences["audit-policy-changed"] = "Policy {policy} changed (hash {before} to {hash}).";
        sentences["audit-policy-left"] = "Policy {policy} (hash {hash}) counts no longer.";
        sentences["audit-catalogue-changed"] = "The catalogue of apps changed (hash {before} to {hash}).";
        sentences["audit-tenant-register-changed"] = "The tenant's own register of exceptions changed (hash {before} to {hash}).";
        sentences["audit-register-changed"] = "The register of exceptions changed (hash {before} to {hash}).";
        sentences["audit-clock-back"] = "The clock said {now} at this scan and {before} at scan {scan}: it went back. Events keep their order.";
        sentences["audit-closing-released"] = "A held closing under policy {policy} was released.";
        sentences["closing-held"] = "The last scan no longer finds it, but would close very many at once; held since {since} until somebody releases it or a later scan says the same.";
        sentences["seen-first"] = "Seen for the first time.";
        sentences["seen-again"] = "Seen again after it had been removed.";
        sentences["seen-in-force-again"] = "Seen again; the policy, rule or scope that had been withdrawn holds once more.";
        sentences["seen-device-back"] = "The device is managed again and still has the app.";
        sentences["device-back-unseen"] = "The device is managed again; no inventory has proved yet that the app is gone.";
        sentences["seen-confirmed-again"] = "Confirmed again by this scan.";
        sentences["renamed"] = "What was {subjectBefore} of policy {policyBefore} is {subject} of policy {policy} now; nothing else changed.";
        sentences["linked-by-serial"] = "The same hardware, by its serial number, was known as device {device}; the first sighting there counts.";
        sentences["review-needed"] = "A person must look at the match: it is not sure enough for the policy, or the policy asks for one.";
        sentences["review-not-needed"] = "The match is sure enough for the policy now; no review is needed.";
        sentences["details-changed"] = "Changed: {what}.";
        sentences["details-changed-version"] = "Changed: {what} (version {before} to {after}).";
    }

    private static void AddUnknown(Dictionary<string, string> sentences)
    {
        sentences["unknown-scan-incomplete"] = "The inventory was read incompletely, so nothing can be said of it.";
        sentences["unknown-route-cannot-tell"] = "The way this inventory was read lists only devices with the app, so absence proves nothing.";
        sentences["unknown-device-missing"] = "The device is missing from the device list, but not proved gone.";
        sentences["unknown-device-not-told"] = "Nothing that was read tells what became of the device.";
        sentences["unknown-not-observable"] = "The apps of the device cannot be seen at present ({class}).";
        sentences["unknown-no-rows"] = "The device has no app inventory at present.";
        sentences["unknown-inventory-not-newer"] = "The inventory of the device is not newer than the last sighting.";
        sentences["unknown-policy-not-judged"] = "The device has a newer inventory, but that scan did not judge it by this policy.";
        sentences["unknown-rule-not-judged"] = "The device has a newer inventory, but the rule waits for two people to accept it and was not applied.";
        sentences["unknown-excuse-waits"] = "The device has a newer inventory, but the policy or catalogue no longer asks for the app; nobody has agreed to that yet.";
        sentences["unknown-awaiting-refresh"] = "Waiting for Intune to renew the device's inventory, by {by} at the latest if the device makes contact.";
    }

    private static void AddEnded(Dictionary<string, string> sentences)
    {
        sentences["absent-inventory-changed"] = "The app is absent from an inventory of the device that is newer than the last sighting.";
        sentences["absent-window-passed"] = "The app is absent, and Intune's refresh window has passed with a contact since the last sighting on {last}.";
        sentences["withdrawn-policy-not-in-force"] = "Policy {policy} is no longer in force by the settings.";
        sentences["withdrawn-policy-ended"] = "The validity of policy {policy} ended on {end}.";
        sentences["withdrawn-rule-removed"] = "Rule {rule} is no longer part of the policy.";
        sentences["withdrawn-rule-narrowed"] = "Rule {rule} no longer covers this app.";
        sentences["withdrawn-out-of-scope"] = "The policy does not speak of such devices (owner {owner}, platform {platform}).";
        sentences["withdrawn-advice-only-counted"] = "The policy only advises on personal devices, which is counted without recording a person.";
        sentences["gone-device"] = "The device is no longer managed: it is neither in the device list nor known by its id.";
        sentences["gone-re-enrolled"] = "The same hardware, by its serial number, enrolled again as device {device}.";
    }

    private static void AddReviews(Dictionary<string, string> sentences)
    {
        sentences["review-confirmed"] = "A person confirmed the suspected match (case {case}).";
        sentences["review-dismissed"] = "A person dismissed the suspected match (case {case}); it was never removed.";
        sentences["review-superseded"] = "The match is surer now than what a person had dismissed (case {case}), so the dismissal no longer stands.";
        sentences["review-undone"] = "A person took the dismissal of the suspected match back.";
        sentences["review-other-app"] = "Another app on the device matches than the one that a person dismissed.";
        sentences["review-case-unknown"] = "{case}: there is no such case.";
        sentences["review-nothing-to-undo"] = "{case}: no decision stands that could be taken back.";
        sentences["review-surer-elsewhere"] =
            "{case}: on {count} devices the same app, as \"{app}\", is a surer match than what waits, so a dismissal would not stand. If it is harmless, add a never-flag case.";
        sentences["matches-dismissed"] = "{count} suspected apps on {devices} devices are left out, because people dismissed them (reviews list --all).";
    }
}
