using IntuneSimulator;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Simulator;

public sealed class ScriptedTenantTests
{
    [Fact]
    public async Task An_app_removed_on_Tuesday_stays_listed_until_the_refresh_on_Monday()
    {
        var tenant = new ScriptedTenant();
        var device = tenant.Add(new ScriptedDevice("a1", "iPad-Field-07", SimulatedPlatform.IOS) { RefreshDay = DayOfWeek.Monday })
            .Install("TikTok", product: "tiktok").Install("Outlook");
        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Tenant = tenant });
        sim.Now.DayOfWeek.Should().Be(DayOfWeek.Monday);

        sim.Advance(TimeSpan.FromDays(1));
        device.Uninstall("TikTok");
        sim.ExpectedFindings.Should().ContainSingle().Which.Product.Should().Be("tiktok");
        sim.Advance(TimeSpan.FromDays(5.8));
        sim.ExpectedFindings.Should().ContainSingle();
        sim.Advance(TimeSpan.FromDays(0.2));
        sim.ExpectedFindings.Should().BeEmpty();
        tenant.Find("a1", sim.Now)!.LastSyncAt.Should().Be(sim.Now.AddHours(-2));
    }

    [Fact]
    public async Task A_device_that_is_removed_is_not_found_any_more_and_silence_keeps_the_old_inventory()
    {
        var tenant = new ScriptedTenant();
        var silent = tenant.Add(new ScriptedDevice("a1", "one", SimulatedPlatform.Windows)).Install("TikTok", product: "tiktok");
        tenant.Add(new ScriptedDevice("a2", "two", SimulatedPlatform.Windows)).Install("TikTok", product: "tiktok");
        await using var sim = await SimulatorHost.StartAsync(new SimulatorOptions { Tenant = tenant });
        using var client = await SimulatorClient.SignInAsync(sim);

        silent.Change(d => d.SilentSince = sim.Now);
        sim.Advance(TimeSpan.FromDays(3));
        silent.Uninstall("TikTok");
        tenant.Remove("a2");

        (await client.ListAsync("managedDevices")).Should().ContainSingle();
        (await client.Http.GetAsync(new Uri("/v1.0/deviceManagement/managedDevices/a2", UriKind.Relative))).StatusCode.Should().Be(System.Net.HttpStatusCode.NotFound);
        var app = (await client.ListAsync("detectedApps")).Should().ContainSingle().Subject;
        app.GetProperty("deviceCount").GetInt32().Should().Be(1);
        silent.Change(d => d.RowsHidden = true);
        (await client.ListAsync("detectedApps")).Should().BeEmpty("the index follows the script");
    }
}
