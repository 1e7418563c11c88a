namespace ComplianceAgent.Reasons;

/// <content>Mail, Teams, and why a message is sent or not.</content>
public static partial class Sentences
{
    static partial void AddMessages(Dictionary<string, string> sentences)
    {
        AddMail(sentences);
        AddTeams(sentences);
        AddPlanning(sentences);
    }

    private static void AddMail(Dictionary<string, string> sentences)
    {
        sentences["mail-not-reached"] = "The mail server {host} cannot be reached ({layer}: {why}).";
        sentences["mail-without-starttls"] = "The mail server {host} does not offer STARTTLS, so nothing was sent. Check Messages:Smtp:Port and Messages:Smtp:Security; somebody may also be listening in between.";
        sentences["mail-without-sign-in"] = "The mail server {host} lets nobody sign in on this connection. Check Messages:Smtp:Port, or leave Messages:Smtp:User empty.";
        sentences["mail-refuses-credential"] = "The mail server {host} refuses the credential (status {status}: {text}). Check Messages:Smtp:User and Messages:Smtp:Password.";
        sentences["mail-asks-to-wait"] = "The mail server {host} asks to be tried later (status {status}: {text}).";
        sentences["mail-refuses-recipient"] = "The mail server {host} refuses the recipient (status {status}: {text}).";
        sentences["mail-refuses"] = "The mail server {host} refuses the mail (status {status}: {text}).";
        sentences["mail-reply-lost"] = "The connection to the mail server {host} broke after the text was sent; it may have been taken.";
        sentences["mail-address-unusable"] = "The recipient has no usable mail address: it must be exactly one mailbox.";
        sentences["mail-address-not-ascii"] = "The recipient's address holds letters before the @ that the mail server does not take (no SMTPUTF8).";
        sentences["mail-sender-unusable"] = "Messages:Smtp:From or Messages:Smtp:EnvelopeFrom is not one mail address.";
        sentences["mail-authority-unusable"] = "Messages:Smtp:CaFile: {path} cannot be read, or holds no certificate in PEM form.";
    }

    private static void AddTeams(Dictionary<string, string> sentences)
    {
        sentences["teams-not-reached"] = "Teams cannot be reached at the address of Messages:Teams:Url ({layer}).";
        sentences["teams-reply-lost"] = "The connection to Teams broke after the text was sent; it may have been taken.";
        sentences["teams-asks-to-wait"] = "Teams asks to be tried later (status {status}).";
        sentences["teams-server-error"] = "Teams reports an error of its own (status {status}).";
        sentences["teams-refuses-address"] = "Teams refuses the address of Messages:Teams:Url (status {status}): its signature is wrong, or the workflow wants its callers to sign in.";
        sentences["teams-refuses"] = "Teams refuses the text (status {status}). Check that the workflow of Messages:Teams:Url still exists and is switched on.";
        sentences["teams-address-unusable"] = "Messages:Teams:Url is not an https address that can be posted to.";
    }

    private static void AddPlanning(Dictionary<string, string> sentences)
    {
        sentences["message-first"] = "A banned app was found on a device of this person.";
        sentences["message-reminder"] = "The policy's ladder says to remind.";
        sentences["message-desk"] = "Nobody can be written to about these devices.";
        sentences["message-find"] = "The devices could not be verified for {days} days.";
        sentences["message-digest"] = "The digest is due.";
        sentences["message-alarm"] = "No complete scan was stored for more than {hours} hours.";
        sentences["message-over"] = "What it spoke of is over.";
        sentences["message-dropped"] = "Message {message} was not sent: what it spoke of is over.";
        sentences["message-handed-to-mail"] = "Message {message} ({kind}, {violations} violations) was handed to the mail server.";
        sentences["message-handed-to-teams"] = "Message {message} ({kind}, {violations} violations) was handed to Teams.";
        sentences["message-set-aside"] = "Message {message} was set aside ({code}): see 'compliance-agent tickets show {message}'.";
    }
}
