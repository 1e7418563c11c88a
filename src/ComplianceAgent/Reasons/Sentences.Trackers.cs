namespace ComplianceAgent.Reasons;

/// <content>What trackers and other targets answered, and what is wrong with their settings.</content>
public static partial class Sentences
{
    static partial void AddTrackers(Dictionary<string, string> sentences)
    {
        AddJira(sentences);
        AddServiceNow(sentences);
        sentences["outgoing-address-refused"] = "{host} leads to {address}, a link-local or metadata address; nothing is sent there.";
        sentences["secret-not-usable"] = "{setting}: the secret is empty, holds a line break or is too long. Put it on one line.";
        sentences["secret-variable-missing"] = "{setting}: the environment variable {variable} is not set.";
        sentences["secret-file-unreadable"] = "{setting}: the file {path} cannot be read.";
        sentences["secret-file-open-to-others"] = "{setting}: {why}";
        sentences["secret-vault-unreachable"] = "{setting}: the vault {host} did not give the secret ({why}).";
        sentences["tracker-not-reached"] = "{tracker} cannot be reached at {address} ({layer}: {why}).";
        sentences["tracker-connection-broken"] = "The connection to {tracker} broke before its reply was whole.";
        sentences["tracker-time-out"] = "{tracker} did not answer in time (Tickets:TimeoutSeconds).";
        sentences["tracker-redirects"] = "{tracker} answers with a redirect (status {status}), and none is followed. Write the address it leads to into {setting}.";
        sentences["tracker-reply-not-json"] = "{tracker}: not a JSON reply (status {status}): is {setting} the right address?";
        sentences["tracker-reply-too-large"] = "{tracker} answers with more than 8 MiB; the rest was not read.";
        sentences["tracker-refuses-credential"] = "{tracker} refuses the credential (status {status}: {text}). Check it and its rights; it stands in {setting}.";
        sentences["tracker-asks-to-wait"] = "{tracker} asks to be tried later (status {status}: {text}).";
        sentences["tracker-server-error"] = "{tracker} reports an error of its own (status {status}: {text}).";
        sentences["tracker-refuses"] = "{tracker} refuses this (status {status}): {text}";
        sentences["tracker-path-outside"] = "{tracker} names something that does not lie beneath its own address; nothing was sent.";
        sentences["tracker-reply-unusable"] = "{tracker} answers with something that is no ticket of its own (its {what} cannot be used).";
        sentences["tracker-list-endless"] = "{tracker} answers with a list that does not end; the rest was not read.";
        sentences["tracker-ticket-gone"] = "{tracker} has no ticket {id} any more, or does not show it to the agent.";
        sentences["rt-queue-unknown"] = "Request Tracker shows the agent no queue \"{queue}\" ({setting}). Check its name, and give the agent's account the rights SeeQueue and CreateTicket in it.";
        sentences["rt-queue-without-field"] = "The queue \"{queue}\" of Request Tracker has no custom field \"{field}\" that the agent may see ({setting}). Make one for tickets (Enter one value), apply it to the queue and give the agent's account SeeCustomField and ModifyCustomField.";
        sentences["rt-key-not-kept"] = "Request Tracker made ticket {id} but did not keep the key in the custom field \"{field}\". Give the agent's account the right ModifyCustomField, and delete that ticket.";
        sentences["rt-move-not-allowed"] = "Request Tracker did not move ticket {id} to \"{status}\": {text}";
        sentences["rt-change-not-kept"] = "Request Tracker did not change ticket {id}: {text}";
    }
}
