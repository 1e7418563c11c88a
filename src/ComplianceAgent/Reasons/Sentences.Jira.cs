namespace ComplianceAgent.Reasons;

/// <content>Jira and ServiceNow: what is wrong with their settings, and what they would not do.</content>
public static partial class Sentences
{
    private static void AddJira(Dictionary<string, string> sentences)
    {
        sentences["jira-not-signed-in"] = "Jira answers as to a stranger: the credential in {setting} is expired or refused, or the account has to pass a captcha. Make a new token, or sign in with a browser once.";
        sentences["jira-project-unknown"] = "Jira shows the agent no project \"{project}\" ({setting}). Check its key, and give the agent's account the permissions Browse Projects and Create Issues in it.";
        sentences["jira-type-unknown"] = "The project {project} of Jira has no issue type \"{type}\" that the agent may create ({setting}). It has: {known}.";
        sentences["jira-field-not-on-screen"] = "Jira has no field \"{field}\" on the screen for a new \"{type}\" ({setting}). Put it there, or correct the setting.";
        sentences["jira-field-required"] = "Jira asks for {fields} in every new \"{type}\" of {project}. Set them in {setting}, as NAME=VALUE.";
        sentences["jira-field-value"] = "Jira's field \"{field}\" does not take \"{value}\" ({setting}): it wants a {kind}.";
        sentences["jira-value-unknown"] = "Jira's {field} has no \"{value}\" ({setting}). It has: {known}.";
        sentences["jira-key-not-kept"] = "Jira made {id} but did not keep the label {label}. Look for a rule that takes labels away, and delete that issue.";
        sentences["jira-move-not-allowed"] = "Jira offers no move of {id} from \"{status}\" that fits. It offers: {moves}. Name one of them in {setting}.";
    }

    private static void AddServiceNow(Dictionary<string, string> sentences)
    {
        sentences["servicenow-query-ignored"] = "ServiceNow answers with records that nobody asked for: the table {table} has no field \"{field}\" that the agent may see. Check {setting}, and the roles of the agent's account.";
        sentences["servicenow-key-not-kept"] = "ServiceNow made {id} but did not keep the key in correlation_id. Give the agent's account write access to that field, and delete that record.";
        sentences["servicenow-field-unknown"] = "The table {table} of ServiceNow has no field \"{field}\" that the agent may see ({setting}).";
        sentences["servicenow-name-unknown"] = "ServiceNow shows the agent no {what} \"{name}\" ({setting}). Check the name, and the roles of the agent's account; a sys_id can be written too.";
        sentences["servicenow-name-twice"] = "ServiceNow has several of {what} \"{name}\" ({setting}). Write the sys_id of the right one.";
        sentences["servicenow-closed-for-good"] = "ServiceNow's {id} is in state \"{state}\", from which no record is opened again.";
        sentences["servicenow-move-not-kept"] = "ServiceNow took the change of {id} but left it in state \"{state}\": a business rule or data policy keeps it there.";
        sentences["servicenow-token-unusable"] = "ServiceNow gave no access token for the client in {setting}.";
    }
}
