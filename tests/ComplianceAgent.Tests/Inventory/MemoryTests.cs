using System.Text;
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

    [Theory]
    [InlineData("ApplicationName,DeviceId,Platform\nApp,d1,IOS\n\"")]
    [InlineData("{\"values\":[{\"ApplicationName\":\"App\",\"DeviceId\":\"d1\"},{\"ApplicationName\":\"")]
    public async Task A_text_of_a_hundred_megabytes_costs_no_memory(string head)
    {
        await Given.Read("ApplicationName,DeviceId\nApp,d1\n", Given.Collector());
        var start = GC.GetTotalAllocatedBytes(precise: true);
        var outcome = await Given.Read(new LongStream(Encoding.UTF8.GetBytes(head), 100 << 20, "\",d1,IOS\n"u8.ToArray()), Given.Collector());
        (GC.GetTotalAllocatedBytes(precise: true) - start).Should().BeLessThan(64 << 20);
        outcome.Rows.Should().Be(1);
        outcome.Faults.Should().ContainSingle();
    }

    [Fact]
    public async Task A_row_allocates_nothing()
    {
        // The same few apps on ever more devices: what is allocated is for devices and blocks, not for rows.
        var allocated = new List<long>();
        foreach (var rows in (int[])[300_000, 600_000])
        {
            var csv = Encoding.UTF8.GetBytes("ApplicationName,ApplicationVersion,DeviceId,Platform\n" + string.Concat(Enumerable.Range(0, rows).Select(n => $"\"App, {n % 97}\",1,{Given.DeviceId(n % 3)},IOS\n")));
            var collector = Given.Collector();
            using var content = new MemoryStream(csv);
            var start = GC.GetTotalAllocatedBytes(precise: true);
            (await Given.Read(content, collector)).Rows.Should().Be(rows);
            allocated.Add(GC.GetTotalAllocatedBytes(precise: true) - start);
        }

        (allocated[1] - allocated[0]).Should().BeLessThan(300_000);
    }
}
