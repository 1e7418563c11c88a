using ComplianceAgent.Inventory;
using ComplianceAgent.Tests.Inventory.Files;

namespace ComplianceAgent.Tests.Inventory;

/// <summary>Memory is counted for the whole process, so nothing else may run beside this.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public void A_million_devices_cost_at_most_two_hundred_bytes_each()
    {
        const int Devices = 1_000_000;
        var collector = Given.Collector();
        var app = collector.AddApp(new AppColumns("IOS"u8, "Zoom"u8, default, default));
        var bytes = new byte[36];
        var start = GC.GetTotalMemory(forceFullCollection: true);
        for (var n = 0; n < Devices; n++)
        {
            var id = new Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            System.Buffers.Text.Utf8Formatter.TryFormat(id, bytes, out _);
            collector.AddRow(bytes, app);
            collector.AddRow(bytes, app);
        }

        collector.AddDevice(new ManagedDevice { Id = new Guid(1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString() });

        var each = (GC.GetTotalMemory(forceFullCollection: true) - start) / (double)Devices;
        GC.KeepAlive(collector);
        TestContext.Current.SendDiagnosticMessage($"{each:F0} bytes a device");
        each.Should().BeLessThan(200);
    }
}
