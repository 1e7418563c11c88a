namespace ComplianceAgent.Reasons;

public static partial class Sentences
{
    static partial void AddIntune(Dictionary<string, string> sentences)
    {
        AddSignIn(sentences);
        AddGraph(sentences);
        AddExport(sentences);
        sentences["route-export-first"] = "The export report is tried first.";
        sentences["route-export-set"] = "Inventory:Route allows the export report only.";
        sentences["route-detected-apps-set"] = "Inventory:Route allows detected apps only.";
        sentences["route-fell-back"] = "The detected apps were read instead of the export report.";
        sentences["detected-apps-vanished"] = "{count} matched apps vanished between the list and the question for their devices; their devices are unknown.";
        sentences["detected-app-without-id"] = "A matched app came without an id, so that its devices could not be asked for.";
        sentences["detected-app-devices-short"] = "Matched apps ({count}) are declared on {declared} devices, but only {read} came.";
        sentences["detected-apps-given-up"] = "The devices of {count} matched apps in a row could not be read; the rest was not asked for.";
        sentences["device-list-skipped"] = "The device list left out {count} devices that Intune knows by their ids; it is not whole.";
        sentences["devices-gone-since"] = "{count} devices with a matched app have left Intune since their apps were listed.";
        sentences["devices-only-in-rows"] = "{count} devices have app rows but are not in the device list.";
    }

    private static void AddSignIn(Dictionary<string, string> sentences)
    {
        sentences["tenant-setting-refused"] = "{fault}";
        sentences["sign-in-failed"] = "Tenant {tenant}: signing in failed ({error}). Check the credential settings and that the login host can be reached.";
        sentences["sign-in-unreachable"] = "Tenant {tenant}: signing in failed: the login host could not be reached, or broke off or went silent ({layer}). compliance-agent doctor shows what stands in between.";
        sentences["sign-in-credential-expired"] =
            "Tenant {tenant}: signing in failed ({error}): the secret has expired, or the certificate has expired or is not registered. Add a new one to the app registration in Entra.";
        sentences["sign-in-secret-refused"] = "Tenant {tenant}: signing in failed ({error}): the client secret is not right. Use the secret's value, not its id.";
        sentences["sign-in-app-unknown"] = "Tenant {tenant}: signing in failed ({error}): the tenant does not know the app. Check ClientId and TenantId, and grant consent.";
        sentences["sign-in-tenant-unknown"] = "Tenant {tenant}: signing in failed ({error}): there is no such tenant in this cloud. Check TenantId and Cloud.";
        sentences["sign-in-secret-file-unreadable"] = "The file with the client secret, {path}, cannot be read or is empty.";
        sentences["sign-in-certificate-unreadable"] = "The certificate {path} cannot be read: not a PFX or PEM file, another password, or no right to read it.";
        sentences["sign-in-certificate-without-key"] = "The certificate {path} holds no private key; export it with its key.";
        sentences["token-of-another-tenant"] = "Tenant {tenant}: the token is for tenant {got}, but {wanted} is configured. Nothing was read.";
        sentences["token-role-missing"] = "The app has no permission {role}; grant it as an application permission in Entra and consent to it.";
        sentences["token-roles-refused"] = "The app holds permissions that a scan never needs: {roles}. Remove them in Entra; the tenant's setting RefuseExcessPermissions forbids scanning with them.";
        sentences["token-roles-excess"] = "The app holds permissions that a scan never needs: {roles}. Remove them in Entra.";
        sentences["private-folder-open-to-others"] = "The folder {folder} is a link or can be entered by others; an inventory is written only where its owner alone can read. Remove it or set it to 0700.";
    }

    private static void AddGraph(Dictionary<string, string> sentences)
    {
        sentences["graph-permission-missing"] =
            "Tenant {tenant}: Graph refuses to list managed devices. Grant the app the application permission {role} in Entra and consent to it.";
        sentences["graph-forbidden"] = "Graph refused {what} for want of a permission (status {status} {error}, request {request}).";
        sentences["graph-unauthorized"] = "Graph did not accept the token for {what} (status {status} {error}, request {request}).";
        sentences["graph-not-found"] = "Graph has no {what} (status {status} {error}, request {request}).";
        sentences["graph-throttled"] = "Graph throttled {what} to the end of all tries (status {status}, request {request}).";
        sentences["graph-server-error"] = "Graph failed at {what} to the end of all tries (status {status} {error}, request {request}).";
        sentences["graph-refused"] = "Graph refused {what} (status {status} {error}, request {request}).";
        sentences["graph-status-unexpected"] = "Graph answered {what} with status {status}, which it should not.";
        sentences["graph-circuit-open"] = "Nearly all requests to Graph failed; {what} was not asked for any more.";
        sentences["graph-unreachable"] = "Graph could not be reached for {what}, or the connection broke off or went silent ({layer}).";
        sentences["graph-reply-not-json"] = "The reply to {what} is no JSON (status {status}, {type}): a proxy or sign-in page may stand in between.";
        sentences["graph-reply-malformed"] = "The reply to {what} is malformed or breaks off (status {status}).";
        sentences["graph-reply-too-large"] = "The reply to {what} is larger than Graph:MaxReplyMegabytes allows.";
        sentences["graph-redirect-refused"] = "The reply to {what} is a redirect (status {status}); none is followed.";
        sentences["graph-address-refused"] = "A request for {what} to an address outside Graph was refused.";
        sentences["graph-link-foreign"] = "Page {page} of {what} links to an address outside Graph; it was not followed.";
        sentences["graph-link-loop"] = "Page {page} of {what} links to a page that was read already.";
        sentences["graph-list-endless"] = "The list of {what} did not end after {page} pages (Graph:MaxPages).";
        sentences["graph-page-without-list"] = "Page {page} of {what} holds no list.";
        sentences["graph-list-short"] = "The list of {what} declared {declared} rows, but only {read} came.";
    }

    private static void AddExport(Dictionary<string, string> sentences)
    {
        sentences["export-ready"] = "The export is ready.";
        sentences["export-downloaded"] = "The export was downloaded.";
        sentences["export-job-stuck"] = "An export job made no progress for {minutes} min (status {status}).";
        sentences["export-job-failed"] = "An export job failed.";
        sentences["export-job-without-id"] = "An export job was started, but no id came back.";
        sentences["export-job-without-url"] = "An export job is completed, but gave no address for its file.";
        sentences["export-host-refused"] = "The export lies at a host that is not on the list of Azure storage hosts; it was not asked.";
        sentences["export-url-expired"] = "The address of the export is no longer good (status {status}).";
        sentences["export-download-broken"] = "The download of the export broke off and could not be finished.";
        sentences["export-storage-unreachable"] = "The storage that holds the export could not be reached, or broke off or went silent ({layer}).";
        sentences["export-download-status"] = "The storage host answered the download with status {status}.";
        sentences["export-download-not-a-file"] = "The storage host gave a web page in place of the export: a proxy or sign-in page may stand in between.";
        sentences["export-too-large"] = "The export is larger than Graph:MaxDownloadMegabytes allows ({megabytes}).";
        sentences["export-disk-failed"] = "The export could not be written to the private folder: disk full, or no right to write.";
        sentences["export-file-unreadable"] = "The exported file cannot be read.";
    }
}
