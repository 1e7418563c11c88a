using ComplianceAgent.Tests.Scanning.LifeCycle;
using global::IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Scanning.Coverage;

/// <summary>Fifty devices, at least one in every coverage class that this version knows; exceptions come later, so none is excepted.</summary>
internal static class EveryClassFleet
{
    public const int Size = 50;

    /// <summary>What the Belgian federal pack must say of them.</summary>
    public static IReadOnlyDictionary<string, int> Expected { get; } = new Dictionary<string, int>
    {
        ["violating"] = 6,
        ["underReview"] = 3,
        ["advice"] = 4,
        ["clean"] = 18,
        ["partlyObservable"] = 3,
        ["stale"] = 3,
        ["noInventory"] = 4,
        ["notObservable"] = 4,
        ["outOfScope"] = 1,
        ["notManagedByIntune"] = 2,
        ["duplicate"] = 2,
    };

    /// <summary>The same by the United States pack, which leaves personal devices out.</summary>
    public static IReadOnlyDictionary<string, int> ExpectedOfUs { get; } = new Dictionary<string, int>(Expected)
    {
        ["advice"] = 2,
        ["notObservable"] = 1,
        ["outOfScope"] = 6,
    };

    public static ScriptedTenant Build()
    {
        var tenant = new ScriptedTenant();
        Found(tenant);
        Unseen(tenant);
        Add(tenant, 16, "clean", SimulatedPlatform.Windows);
        // Fully managed, as the enrolment says, so all of its apps are seen; and an owner nobody set.
        Add(tenant, 1, "fully-managed", SimulatedPlatform.AndroidFullyManaged, record => record with { EnrollmentType = "androidEnterpriseFullyManaged" });
        Add(tenant, 1, "owner-unknown", SimulatedPlatform.MacOS, record => record with { OwnerType = "unknown" });
        return tenant;
    }

    private static void Found(ScriptedTenant tenant)
    {
        Add(tenant, 3, "violating", SimulatedPlatform.IOS, with: "TikTok");
        Add(tenant, 1, "violating-profile", SimulatedPlatform.AndroidWorkProfile, with: "TikTok");
        Add(tenant, 1, "violating-and-doubtful", SimulatedPlatform.IOS, with: "TikTok").Install("TikT0k");
        Add(tenant, 1, "violating-silent", SimulatedPlatform.IOS, with: "TikTok Lite").SilentSince = World.Monday.AddDays(-50);
        Add(tenant, 3, "look-alike", SimulatedPlatform.IOS, with: "TikT0k");
        Add(tenant, 2, "companion", SimulatedPlatform.Windows, with: "TikTok Downloader");
        Add(tenant, 2, "private-with", SimulatedPlatform.IOS, record => record with { OwnerType = "personal" }, with: "TikTok");
    }

    private static void Unseen(ScriptedTenant tenant)
    {
        Add(tenant, 3, "profile", SimulatedPlatform.AndroidWorkProfile);
        for (var i = 0; i < 3; i++)
        {
            Add(tenant, 1, $"silent-{i}", SimulatedPlatform.IOS).SilentSince = World.Monday.AddDays(-31 - i);
        }

        Add(tenant, 1, "agentless", SimulatedPlatform.Windows).RowsHidden = true;
        Add(tenant, 1, "agentless-too", SimulatedPlatform.Windows).RowsHidden = true;
        Add(tenant, 1, "rowless", SimulatedPlatform.IOS).RowsHidden = true;
        Add(tenant, 1, "new", SimulatedPlatform.IOS, record => record with { EnrolledAt = World.Monday.AddDays(-2) }).RowsHidden = true;
        Add(tenant, 3, "private", SimulatedPlatform.IOS, record => record with { OwnerType = "personal" });
        Add(tenant, 1, "aosp", SimulatedPlatform.AndroidAosp).RowsHidden = true;
        Add(tenant, 1, "linux", SimulatedPlatform.Linux).RowsHidden = true;
        Add(tenant, 2, "config-manager", SimulatedPlatform.Windows, record => record with { ManagementAgent = "configurationManagerClient" });
        Add(tenant, 1, "old-clean", SimulatedPlatform.IOS, record => record with { SerialNumber = "SN-clean-0" }).SyncedAgo = TimeSpan.FromDays(400);
        Add(tenant, 1, "old-violating", SimulatedPlatform.IOS, record => record with { SerialNumber = "SN-violating-0" }, with: "TikTok").SyncedAgo = TimeSpan.FromDays(400);
    }

    /// <summary>Adds a number of devices of a kind; returns the last.</summary>
    private static ScriptedDevice Add(
        ScriptedTenant tenant, int count, string name, SimulatedPlatform platform, Func<SimulatedDevice, SimulatedDevice>? change = null, string? with = null)
    {
        ScriptedDevice device = null!;
        for (var i = 0; i < count; i++)
        {
            device = new ScriptedDevice($"{name}-{i}", $"{name}-{i}", platform).Install("Some Ordinary App");
            device.Record = (change ?? (record => record))(device.Record with { EnrolledAt = name.StartsWith("old", StringComparison.Ordinal) ? World.Monday.AddDays(-600) : World.Monday.AddDays(-200) });
            if (with is not null)
            {
                device.Install(with);
            }

            tenant.Add(device);
        }

        return device;
    }
}
