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
        sentences["tracker-nothing-there"] = "{tracker}: there is nothing at this address (status 404): is {setting} the right address?";
        sentences["tracker-reply-too-large"] = "{tracker} answers with more than 8 MiB; the rest was not read.";
        sentences["tracker-refuses-credential"] = "{tracker} refuses the credential (status {status}: {text}). Check it and its rights; it stands in {setting}.";
        sentences["tracker-asks-to-wait"] = "{tracker} asks to be tried later (status {status}: {text}).";
        sentences["tracker-server-error"] = "{tracker} reports an error of its own (status {status}: {text}).";
        sentences["tracker-refuses"] = "{tracker} refuses this (status {status}): {text}";
        sentences["tracker-path-outside"] = "{tracker} names something that does not lie beneath its own address; nothing was sent.";
        sentences["tracker-reply-unusable"] = "{tracker} answers with something that is no ticket of its own (its {what} cannot be used).";
        sentences["tracker-list-endless"] = "{tracker} answers with a list that does not end; the rest was not read.";
        sentences["tracker-ticket-gone"] = "{tracker} has no ticket {id} any more, or does not show it to the agent.";
        sentences["redmine-project-unknown"] = "Redmine shows the agent no project \"{project}\" ({setting}). Write its identifier, as its address shows it, and make the agent's account a member.";
        sentences["redmine-tracker-unknown"] = "The project \"{project}\" of Redmine has no tracker \"{tracker}\" ({setting}). It has: {names}.";
        sentences["redmine-project-without-field"] = "The project \"{project}\" of Redmine has no custom field \"{field}\" that the agent may see ({setting}). Make one for issues (format Text, Used as a filter), and tick the project and its trackers in it.";
        sentences["redmine-field-no-filter"] = "Redmine cannot search by the custom field \"{field}\" ({setting}). Tick Used as a filter in it.";
        sentences["redmine-closed-status-unknown"] = "Redmine has no closed status \"{status}\" ({setting}). Closed are: {names}.";
        sentences["redmine-open-status-unknown"] = "Redmine has no open status \"{status}\" ({setting}). Open are: {names}.";
        sentences["redmine-priority-unknown"] = "Redmine has no priority \"{priority}\" ({setting}). It has: {names}.";
        sentences["redmine-permission-missing"] = "The agent's account has no permission {permissions} in the project \"{project}\" of Redmine. Give them to its role.";
        sentences["redmine-key-not-kept"] = "Redmine made issue {id} but did not keep the key in the custom field \"{field}\". Tick the issue's tracker in that field, let the agent's role edit it, and delete that issue.";
        sentences["redmine-move-not-allowed"] = "Redmine left issue {id} in status \"{status}\": its workflow does not let the agent's role move it. Mend it in Administration, Workflow.";
        sentences["redmine-change-not-kept"] = "Redmine did not change issue {id}. Give the agent's role the permission edit_issues, and let it edit the field in Administration, Workflow, Fields permissions.";
        sentences["webhook-secret-short"] = "{setting}: a key for signatures has at least 24 bytes. Make one with: openssl rand -base64 32";
        sentences["rt-queue-unknown"] = "Request Tracker shows the agent no queue \"{queue}\" ({setting}). Check its name, and give the agent's account the rights SeeQueue and CreateTicket in it.";
        sentences["rt-queue-without-field"] = "The queue \"{queue}\" of Request Tracker has no custom field \"{field}\" that the agent may see ({setting}). Make one for tickets (Enter one value), apply it to the queue and give the agent's account SeeCustomField and ModifyCustomField.";
        sentences["rt-key-not-kept"] = "Request Tracker made ticket {id} but did not keep the key in the custom field \"{field}\". Give the agent's account the right ModifyCustomField, and delete that ticket.";
        sentences["rt-move-not-allowed"] = "Request Tracker did not move ticket {id} to \"{status}\": {text}";
        sentences["rt-change-not-kept"] = "Request Tracker did not change ticket {id}: {text}";
    }
}
