using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Reasons;
using ComplianceAgent.Tests.Inventory.Files;
using CsCheck;

namespace ComplianceAgent.Tests.Inventory;

public sealed class InventoryCollectorTests
{
    private static readonly Gen<(string Name, string Version)[]> Rows =
        Gen.Select(Gen.Int[0, 9].Select(n => $"App {n}"), Gen.Int[0, 3].Select(n => $"{n}.0")).Array[1, 30];

    [Fact]
    public void A_fingerprint_does_not_depend_on_the_order_of_rows() =>
        Gen.Select(Rows, Gen.Int).Sample((rows, seed) =>
        {
            var shuffled = rows.ToArray();
            new Random(seed).Shuffle(shuffled);
            return Fingerprint(rows) == Fingerprint(shuffled);
        });

    [Fact]
    public void A_fingerprint_changes_with_any_row_changed_added_or_taken_away() =>
        Gen.Select(Rows, Gen.Int[0, 29]).Sample((rows, at) =>
        {
            at %= rows.Length;
            var changed = rows.ToArray();
            changed[at].Version = "9.9";
            var all = Fingerprint(rows);
            return all != Fingerprint(changed) && all != Fingerprint([.. rows, rows[at]]) && all != Fingerprint([.. rows[..at], .. rows[(at + 1)..]]);
        });

    [Fact]
    public void A_fingerprint_is_keyed_and_does_not_move_text_between_columns()
    {
        Fingerprint([("App", "1")]).Should().NotBe(Fingerprint([("App", "1")], key: 8));
        Fingerprint([("App1", "")]).Should().NotBe(Fingerprint([("App", "1")]));
    }

    [Fact]
    public void One_device_in_several_spellings_is_one_device()
    {
        var collector = Given.Collector();
        var app = collector.AddApp(App("TikTok"));
        var (hyphens, upper, plain, braces) = ("2f0b8c1e-7a44-4d0e-9b57-3f1c2f6a9e10", "2F0B8C1E-7A44-4D0E-9B57-3F1C2F6A9E10", "2f0b8c1e7a444d0e9b573f1c2f6a9e10", "{2f0b8c1e-7a44-4d0e-9b57-3f1c2f6a9e10}");
        foreach (var id in (string[])[hyphens, upper, plain, braces])
        {
            collector.AddRow(Encoding.UTF8.GetBytes(id), app).Should().Be(0);
            collector.Find(id).Should().Be(0);
        }

        collector.AddDevice(new ManagedDevice { Id = braces });
        collector.Devices.Length.Should().Be(1);
        collector.FleetCount.Should().Be(1);
    }

    [Fact]
    public void Devices_without_a_guid_are_told_apart_without_case()
    {
        var collector = Given.Collector();
        var app = collector.AddApp(App("x"));
        collector.AddRow("dev-1"u8, app).Should().Be(0);
        collector.AddRow("DEV-1"u8, app).Should().Be(0);
        collector.AddRow("dev-2"u8, app).Should().Be(1);
        collector.Find(" dev-2\0").Should().Be(-1);
        collector.Find(" dev-2 ").Should().Be(1);
        collector.DeviceIds().Should().BeEquivalentTo([KeyValuePair.Create("dev-1", 0), KeyValuePair.Create("dev-2", 1)]);
    }

    [Fact]
    public void The_platform_of_the_rows_is_kept_where_the_list_is_vaguer()
    {
        var collector = Given.Collector(keeps: _ => true);
        collector.AddRow("a"u8, collector.AddApp(new AppColumns("AndroidWorkProfile"u8, "x"u8, default, default)));
        collector.AddRow("b"u8, collector.AddApp(new AppColumns("IOS"u8, "x"u8, default, default)));
        collector.AddDevice(new ManagedDevice { Id = "a", Platform = Platform.Android });
        collector.AddDevice(new ManagedDevice { Id = "b", Platform = Platform.MacOS });
        collector.Devices.ToArray().Select(device => device.Platform).Should().Equal(Platform.AndroidWorkProfile, Platform.MacOS);
        collector.Details[0].Platform.Should().Be(Platform.AndroidWorkProfile);
    }

    [Fact]
    public void A_reason_of_its_own_for_every_device_does_not_overflow_the_table()
    {
        var collector = new InventoryCollector(
            _ => false, _ => false, (device, _) => new Observability(CoverageClass.Stale, Reason.Of("no-contact", ("since", device.Id))), new byte[16]);
        for (var n = 0; n < 1000; n++)
        {
            collector.AddDevice(new ManagedDevice { Id = $"d{n}" });
        }

        collector.ReasonOf(collector.Devices[5].ObservableReason).Should().Be(Reason.Of("no-contact", ("since", "d5")));
        collector.ReasonOf(collector.Devices[999].ObservableReason).Should().Be(Reason.Of("no-contact"));
    }

    [Fact]
    public void Restarting_forgets_rows_and_devices_but_no_verdicts()
    {
        var asked = 0;
        var collector = Given.Collector(_ => ++asked > 0);
        for (var round = 0; round < 2; round++)
        {
            collector.AddRow("d1"u8, collector.AddApp(App("TikTok")));
            collector.AddDevice(new ManagedDevice { Id = "d1" });
            collector.SetRowAside("row-without-device", "x:1");
            collector.RowCount.Should().Be(1);
            collector.Hits.Should().HaveCount(1);
            collector.Restart();
        }

        asked.Should().Be(1);
        (collector.RowCount, collector.FleetCount, collector.Devices.Length, collector.Hits.Count, collector.SetAside.Count, collector.Details.Count).Should().Be((0, 0, 0, 0, 0, 0));
    }

    [Fact]
    public void Long_names_cost_little_and_blanks_in_front_hide_nothing()
    {
        var collector = Given.Collector();
        var blanks = Encoding.UTF8.GetBytes(new string('\u3000', 100_000) + "TikTok" + new string('x', 100_000));
        collector.IsWanted(collector.AddApp(new AppColumns("IOS"u8, blanks, default, default))).Should().BeTrue();
        var start = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 100; n++)
        {
            collector.AddApp(new AppColumns("IOS"u8, Encoding.UTF8.GetBytes($"{n} {new string('y', 1 << 16)}"), default, default));
        }

        // Two texts and the bytes of 64 K letters are made by the test itself.
        (GC.GetAllocatedBytesForCurrentThread() - start - (100L * 5 * (1 << 16))).Should().BeLessThan(100 * 32 * 1024);
    }

    private static AppColumns App(string name) => new("IOS"u8, Encoding.UTF8.GetBytes(name), default, default);

    private static ulong Fingerprint((string Name, string Version)[] rows, byte key = 7)
    {
        var collector = Given.Collector(key: key);
        foreach (var (name, version) in rows)
        {
            collector.AddRow("d"u8, collector.AddApp(new AppColumns("IOS"u8, Encoding.UTF8.GetBytes(name), default, Encoding.UTF8.GetBytes(version))));
        }

        return collector.Devices.IsEmpty ? 0 : collector.Devices[0].Fingerprint;
    }
}
