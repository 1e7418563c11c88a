namespace ComplianceAgent.Reasons;

/// <content>Who may do what in the dashboard and the API, and what its pages say by themselves.</content>
public static partial class Sentences
{
    private static void AddAccess(Dictionary<string, string> sentences)
    {
        sentences["act-role"] = "You need the role {role} for this tenant.";
        sentences["act-key"] = "A key of a machine may not do this: a person has to.";
        sentences["act-needs-sign-in"] = "Only somebody who signed in with the organisation's directory may approve. Set up sign-in (Dashboard:SignIn), or decide at the command line.";
        sentences["act-proof-unknown"] = "The directory does not tell when you proved who you are. Add the optional claim auth_time to the application's ID tokens, then sign in again.";
        sentences["act-prove-again"] = "Prove once more who you are, then repeat this: the last proof is older than 15 minutes.";
        sentences["act-session-over"] = "Your session is over. Sign in again.";
        sentences["act-directory-unreachable"] = "The directory does not answer, so nobody knows whether you may still do this. Try again later.";
        sentences["act-beyond-unit"] = "This touches devices outside your units. Somebody with the role for the whole tenant has to do it.";
        sentences["act-why"] = "Say why, in 1 to 500 characters.";
        sentences["act-nothing-named"] = "Name at least one.";
        sentences["act-channel"] = "{channel}: there is no such channel. There are {channels}.";
        sentences["scan-not-scheduled"] = "Tenant {tenant} is not scanned by this service.";
        sentences["scan-runs-already"] = "A scan of tenant {tenant} runs already.";
        sentences["release-policy-unknown"] = "{policy}: no such policy is in force or has violations. 'compliance-agent policy list' prints the ids.";
        sentences["release-nothing-waits"] = "Nothing of policy {policy} waits for {channel}; nothing was released.";
        sentences["release-none-chosen"] = "None of the {count} that wait for {channel} is among those chosen; nothing was released.";
        sentences["release-not-open"] = "{channel} is not released for policy {policy}, so there is nothing to stop.";
        sentences["excuse-needs-proof"] = "This would free violations, so it takes somebody who signed in with the directory and proved lately who they are.";
        sentences["exception-serial-shared"] = "is a filler that many machines share. Name the device by its Intune id.";
        sentences["exception-subject-unknown"] = "{subject} is neither a rule of {policy} nor a product of the catalogue.";
        sentences["exception-reason-no-code"] = "{given} is no code of a reason. Use a-z, 0-9 and hyphens; the words go into the explanation.";
        sentences["key-role"] = "A key may be Reader or Administrator, not {role}: machines approve nothing.";
        sentences["key-days"] = "A key is good for 1 to {most} days, not {days}.";
        sentences["key-label"] = "Say what the key is for, in 1 to {most} characters.";
        sentences["export-too-many"] = "{count} rows are too many for one file; the most is {most}. Narrow the filter.";
        sentences["audit-act-refused"] = "Somebody was refused: {what} ({why}).";
        sentences["audit-key-issued"] = "Key {key} was made, role {role}, good until {until}.";
        sentences["audit-key-revoked"] = "Key {key} was revoked.";
        sentences["audit-retry-ordered"] = "What was set aside is tried again ({count}).";
        sentences["audit-scan-ordered"] = "A scan was ordered outside its schedule.";
        sentences["dashboard-closings-held"] =
            "{count} closings of policy {policy} are held: too many at once, until a person releases them (compliance-agent release {policy}) or a later complete scan says the same. Until then they count as open.";
        sentences["audit-exported"] = "{count} rows of {list} were taken out as a file (filter {filter}).";
    }
}
