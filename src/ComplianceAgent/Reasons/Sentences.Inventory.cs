namespace ComplianceAgent.Reasons;

/// <content>What Intune lets us see of a device.</content>
public static partial class Sentences
{
    static partial void AddInventory(Dictionary<string, string> sentences)
    {
        sentences["devices-repeated"] = "{count} devices came more than once in the device list and were counted once.";
        sentences["device-without-id"] = "device rows without a device id";
        sentences["assessed"] = "Intune lists its apps.";
        sentences["assessed-owner-unknown"] = "Intune lists its apps; who owns it is not told.";
        sentences["other-agent"] = "It is managed by another agent, which gives Intune no app list.";
        sentences["co-managed-elsewhere"] = "It is co-managed and its apps are handled by Configuration Manager.";
        sentences["work-profile-only"] = "Only the work profile of this phone is seen.";
        sentences["work-profile-only-stale"] = "Only the work profile of this phone is seen, and it has not contacted Intune for long.";
        sentences["work-profile-only-no-rows"] = "Only the work profile of this phone could be seen, and Intune has no app of it.";
        sentences["no-contact"] = "It has not contacted Intune for longer than the set time.";
        sentences["newly-enrolled"] = "It enrolled so recently that Intune may not have listed its apps yet.";
        sentences["windows-agent-missing"] = "Intune has no app of it: the Intune Management Extension may be missing.";
        sentences["no-app-rows"] = "Intune has no app of it, and does not say why.";
        sentences["route-cannot-tell"] = "The route used lists matched devices only and cannot tell whether it has an inventory.";
        sentences["personal-managed-apps-only"] = "It is a personal device, of which Intune lists managed apps only.";
        sentences["platform-not-inventoried"] = "Intune takes no app inventory of this platform.";
        sentences["enrolled-again"] = "It is an older record of hardware that has enrolled again.";
    }
}
