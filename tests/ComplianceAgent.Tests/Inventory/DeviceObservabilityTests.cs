using System.ComponentModel.DataAnnotations;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tests.Inventory;

public sealed class DeviceObservabilityTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The sentence each row proves, the device, whether it has rows, the class and the reason.</summary>
    public static TheoryData<string, ManagedDevice, bool, CoverageClass, string> Cases { get; } = new()
    {
        { "a company device with rows is assessed", Device(), true, CoverageClass.Clean, "assessed" },
        { "an unknown owner is assessed and said to be unknown", Device() with { Owner = DeviceOwner.Unknown }, true, CoverageClass.Clean, "assessed-owner-unknown" },
        { "a personal device is not observable, rows or not", Device() with { Owner = DeviceOwner.Personal }, true, CoverageClass.NotObservable, "personal-managed-apps-only" },
        { "a personal device without rows misses nothing", Device() with { Owner = DeviceOwner.Personal }, false, CoverageClass.NotObservable, "personal-managed-apps-only" },
        { "a personal device that is silent is stale first", Device(silentDays: 31) with { Owner = DeviceOwner.Personal }, true, CoverageClass.Stale, "no-contact" },
        { "a silent device is stale though it has rows", Device(silentDays: 31), true, CoverageClass.Stale, "no-contact" },
        { "thirty days of silence are not too many", Device(silentDays: 30), true, CoverageClass.Clean, "assessed" },
        { "a contact that is not told does not make it stale", Device() with { LastSyncAt = null }, true, CoverageClass.Clean, "assessed" },
        { "a new device may have no rows yet", Device(enrolledDays: 7), false, CoverageClass.NoInventory, "newly-enrolled" },
        { "Windows without rows lacks its agent", Device(platform: Platform.Windows), false, CoverageClass.NoInventory, "windows-agent-missing" },
        { "another device without rows is a riddle", Device(), false, CoverageClass.NoInventory, "no-app-rows" },
        { "AOSP is never inventoried", Device(platform: Platform.AndroidAosp), false, CoverageClass.NotObservable, "platform-not-inventoried" },
        { "ChromeOS is never inventoried", Device(platform: Platform.ChromeOS), false, CoverageClass.NotObservable, "platform-not-inventoried" },
        { "Linux is never inventoried", Device(platform: Platform.Linux), true, CoverageClass.NotObservable, "platform-not-inventoried" },
        { "a corporate work profile is seen in part", Device(platform: Platform.AndroidWorkProfile), true, CoverageClass.PartlyObservable, "work-profile-only" },
        { "a corporate work profile of unknown owner too", Device(platform: Platform.AndroidWorkProfile) with { Owner = DeviceOwner.Unknown }, true, CoverageClass.PartlyObservable, "work-profile-only" },
        { "a personal work profile is not", Device(platform: Platform.AndroidWorkProfile) with { Owner = DeviceOwner.Personal }, true, CoverageClass.NotObservable, "personal-managed-apps-only" },
        { "partly comes before stale, and the reason says both", Device(platform: Platform.AndroidWorkProfile, silentDays: 90), true, CoverageClass.PartlyObservable, "work-profile-only-stale" },
        { "partly comes before no inventory, and the reason says both", Device(platform: Platform.AndroidWorkProfile), false, CoverageClass.PartlyObservable, "work-profile-only-no-rows" },
        { "Android of unknown kind is not known to be fully managed", Device(platform: Platform.Android), true, CoverageClass.PartlyObservable, "work-profile-only" },
        { "Android known to be dedicated is assessed", Device(platform: Platform.Android) with { EnrollmentType = "androidEnterpriseDedicatedDevice" }, true, CoverageClass.Clean, "assessed" },
        { "a fully managed phone is assessed", Device(platform: Platform.AndroidFullyManaged), true, CoverageClass.Clean, "assessed" },
        { "a fully managed phone with a work profile is not", Device(platform: Platform.AndroidFullyManaged) with { EnrollmentType = "androidEnterpriseCorporateWorkProfile" }, true, CoverageClass.PartlyObservable, "work-profile-only" },
        { "Configuration Manager alone gives no apps", Device() with { ManagementAgent = "configurationManagerClient" }, false, CoverageClass.NotManagedByIntune, "other-agent" },
        { "Exchange gives no apps", Device() with { ManagementAgent = "EAS" }, false, CoverageClass.NotManagedByIntune, "other-agent" },
        { "Jamf gives no apps, not even of a personal stale device", Device(silentDays: 90) with { ManagementAgent = "jamf", Owner = DeviceOwner.Personal }, false, CoverageClass.NotManagedByIntune, "other-agent" },
        { "a co-managed device with rows is assessed", Device(platform: Platform.Windows) with { ManagementAgent = "configurationManagerClientMdm" }, true, CoverageClass.Clean, "assessed" },
        { "a co-managed device without rows is managed elsewhere", Device(platform: Platform.Windows) with { ManagementAgent = "configurationManagerClientMdm" }, false, CoverageClass.NotManagedByIntune, "co-managed-elsewhere" },
        { "mdm is Intune's own", Device() with { ManagementAgent = "mdm" }, true, CoverageClass.Clean, "assessed" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_device_has_one_line(string sentence, ManagedDevice device, bool hasRows, CoverageClass expected, string code)
    {
        var seen = DeviceObservability.Of(device, hasRows, tellsEveryDevicesApps: true, Now, new ObservabilityOptions());
        (seen.Class, seen.Reason.Code).Should().Be((expected, code), sentence);
        Sentences.Codes.Should().Contain(code);
    }

    [Fact]
    public void A_route_that_lists_only_matched_devices_calls_none_of_the_others_clean()
    {
        foreach (var owner in Enum.GetValues<DeviceOwner>())
        {
            foreach (var platform in Enum.GetValues<Platform>())
            {
                foreach (var agent in (string[])["mdm", "configurationManagerClientMdm", ""])
                {
                    var device = Device(platform: platform) with { Owner = owner, ManagementAgent = agent };
                    DeviceObservability.Of(device, false, tellsEveryDevicesApps: false, Now, new ObservabilityOptions()).Class.Should().NotBe(CoverageClass.Clean);
                }
            }
        }

        DeviceObservability.Of(Device(), false, tellsEveryDevicesApps: false, Now, new ObservabilityOptions()).Reason.Code.Should().Be("route-cannot-tell");
        DeviceObservability.Of(Device(), true, tellsEveryDevicesApps: false, Now, new ObservabilityOptions()).Class.Should().Be(CoverageClass.Clean);
    }

    [Fact]
    public void Both_routes_agree_wherever_rows_do_not_matter()
    {
        foreach (var row in Cases.Where(row => row.Data.Item3))
        {
            var (export, sweep) = (
                DeviceObservability.Of(row.Data.Item2, true, true, Now, new ObservabilityOptions()),
                DeviceObservability.Of(row.Data.Item2, true, false, Now, new ObservabilityOptions()));
            sweep.Should().Be(export);
        }
    }

    [Theory]
    [InlineData(0, 8, "Inventory:Observability:StaleAfterDays must lie between 1 and 365.")]
    [InlineData(30, 0, "Inventory:Observability:NewlyEnrolledDays must lie between 1 and 60.")]
    public void Options_out_of_range_name_key_and_range(int stale, int fresh, string message)
    {
        var options = new ObservabilityOptions { StaleAfterDays = stale, NewlyEnrolledDays = fresh };
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true).Should().BeFalse();
        results.Should().ContainSingle().Which.ErrorMessage.Should().Be(message);
    }

    [Fact]
    public void Every_platforms_refresh_window_is_longer_than_Intunes_seven_days() =>
        Enum.GetValues<Platform>().Should().OnlyContain(platform => RefreshWindows.For(platform) > TimeSpan.FromDays(7) && RefreshWindows.For(platform) < TimeSpan.FromDays(30));

    private static ManagedDevice Device(Platform platform = Platform.IOS, int silentDays = 0, int enrolledDays = 100) => new()
    {
        Id = "d",
        Owner = DeviceOwner.Company,
        Platform = platform,
        LastSyncAt = Now.AddDays(-silentDays),
        EnrolledAt = Now.AddDays(-enrolledDays),
    };
}
