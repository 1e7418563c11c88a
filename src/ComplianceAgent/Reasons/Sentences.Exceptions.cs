namespace ComplianceAgent.Reasons;

/// <content>Exceptions: what they do to violations, what is wrong with them, what people must know of them.</content>
public static partial class Sentences
{
    private static void AddExceptions(Dictionary<string, string> sentences)
    {
        AddExceptionCourse(sentences);
        AddExceptionTerms(sentences);
        AddExceptionRegister(sentences);
        AddExceptionDecisions(sentences);
        AddExceptionNotes(sentences);
    }

    private static void AddExceptionCourse(Dictionary<string, string> sentences)
    {
        sentences["exception-applies"] = "Excused by exception {exception} ({reason}).";
        sentences["exception-applies-register"] = "Excused by exception {exception} ({reason}), in the register with SHA-256 {hash}.";
        sentences["exception-expired"] = "Exception {exception} ended with {until}; the app is still there.";
        sentences["exception-revoked"] = "Exception {exception} was revoked by a person; the app is still there.";
        sentences["exception-removed"] = "Exception {exception} is no longer in the register or the store; the app is still there.";
        sentences["exception-refused"] = "Exception {exception} no longer excuses it:";
        sentences["exception-no-longer-covers"] = "Exception {exception} no longer covers this device, user, category, group or app, or its first day has not come yet.";
        sentences["exception-not-needed"] = "Exception {exception} is not needed any more: on such a device the app is only advised against.";
    }

    private static void AddExceptionTerms(Dictionary<string, string> sentences)
    {
        sentences["exception-none-allowed"] =
            "Policy {policy} allows no exceptions. Where the law does, write a policy of your own that extends it and names the reasons under exceptions.";
        sentences["exception-reason-not-allowed"] = "Policy {policy} does not allow the reason {given}; it allows: {allowed}.";
        sentences["exception-blanket"] = "Policy {policy} allows no blanket exceptions, and one for a whole category, group or fleet is blanket: name devices or users.";
        sentences["exception-too-long"] = "It lasts {days} days; policy {policy} allows {most} at most.";
        sentences["exception-ends-before-it-begins"] = "It ends on {until}, before it begins on {from}.";
        sentences["exception-period-odd"] = "These days cannot be meant: an exception lasts {days} days at most and begins in this or the last century.";
        sentences["exception-in-the-past"] = "It ended on {until}, which has passed: an exception cannot be granted for what was.";
        sentences["exception-policy-not-in-force"] = "There is no policy {policy} in force to make an exception from.";
    }

    private static void AddExceptionRegister(Dictionary<string, string> sentences)
    {
        sentences["exception-register-missing"] = "there is no such file, but it is a register of exceptions (Exceptions:Register, or Exceptions of a tenant); exceptions do not end by a file that vanishes. Put it back, or take the setting out and start again";
        sentences["exception-group-off"] =
            "exceptions for Entra groups are switched off: set Exceptions:ReadGroups to true, and grant the application permission GroupMember.Read.All, without which their members cannot be read; or name users, devices, or a device category of Intune";
        sentences["exception-group-not-an-id"] = "{value} is no object id of a group; write the GUID that Entra shows as Object ID: a name may be given to another group";
        sentences["exception-one-target"] = "name exactly one of device, serial, user, category, group and fleet; given: {given}";
        sentences["exception-fleet-false"] = "fleet: false names nobody; leave it out and name a device, serial, user, category or group";
        sentences["exception-serial-tells-nothing"] = "{value} is a filler that many machines share, not a serial number; name the device by its Intune id";
        sentences["exception-id-taken"] = "the id {id} is taken by the exception on line {line}";
    }

    private static void AddExceptionDecisions(Dictionary<string, string> sentences)
    {
        sentences["exception-own-request"] = "Requester and approver must be two people; {person} is both.";
        sentences["exception-unknown"] = "{exception}: there is no such exception.";
        sentences["exception-decided-already"] = "{exception} was {state} already, by {person} on {date}.";
        sentences["exception-not-approved"] = "{exception} is not approved, so there is nothing to revoke: it was {state} by {person} on {date}.";
        sentences["exception-ended-already"] = "{exception} ended with {until}; there is nothing to revoke.";
    }

    private static void AddExceptionNotes(Dictionary<string, string> sentences)
    {
        sentences["exceptions-ending"] = "{count} exceptions end within {days} days, the first on {until}: {which}. Whoever still needs one has to ask again.";
        sentences["exceptions-refused"] = "{count} exceptions excuse nothing, because their policy does not allow them: {which}. See 'exceptions list'.";
        sentences["exceptions-waiting"] = "{count} exceptions wait for an approver and excuse nothing yet: {which}.";
        sentences["exceptions-unused"] = "{count} exceptions in force cover no violation: {which}. If nobody needs them, end them.";
        sentences["exception-group-unread"] = "Exception {exception}: the members of the group {group} are not known; what it excuses stays excused, and nothing new is.";
        sentences["group-not-in-files"] = "Files that were exported from Intune hold no groups.";
        sentences["group-reading-off"] = "Exceptions:ReadGroups is off.";
        sentences["group-forbidden"] = "Graph refused to tell them: the application permission {role} is missing, or not consented to.";
        sentences["group-hidden"] = "Their membership is hidden, so Graph shows the group as empty. Use a group whose membership is not hidden.";
        sentences["exceptions-expired"] = "{count} exceptions have ended: {which}.";
    }
}
