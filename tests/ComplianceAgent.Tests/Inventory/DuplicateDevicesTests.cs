using ComplianceAgent.Inventory;
using ComplianceAgent.Tests.Inventory.Files;

namespace ComplianceAgent.Tests.Inventory;

public sealed class DuplicateDevicesTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("SER12345", "ser12345", 1, 10, 12, 20, true, "the old record fell silent before the new one enrolled")]
    [InlineData("SER12345", "SER12345", 1, 13, 12, 20, false, "the old record was still in contact when the new one enrolled")]
    [InlineData("SER12345", "SER99999", 1, 10, 12, 20, false, "other hardware")]
    [InlineData("To be filled by O.E.M.", "To be filled by O.E.M.", 1, 10, 12, 20, false, "a filler is no serial number")]
    [InlineData("0000000", "0000000", 1, 10, 12, 20, false, "one digit over and over is no serial number")]
    [InlineData("SER12345", "SER12345", 1, null, 12, 20, false, "no contact told proves nothing")]
    [InlineData("SER12345", "SER12345", 1, 10, null, 20, false, "no enrolment told proves nothing")]
    public void An_older_record_of_the_same_hardware_is_a_duplicate(string one, string other, int enrolled, int? contact, int? again, int now, bool isDuplicate, string because)
    {
        var collector = Given.Collector();
        collector.AddDevice(Device("new", other, again, now));
        collector.AddDevice(Device("old", one, enrolled, contact));
        DuplicateDevices.Mark(collector).Should().Be(isDuplicate ? 1 : 0, because);
        var old = collector.Devices[collector.Find("old")];
        (old.Observable == CoverageClass.Duplicate).Should().Be(isDuplicate, because);
        collector.Devices[collector.Find("new")].Observable.Should().NotBe(CoverageClass.Duplicate);
        collector.ReasonOf(old.ObservableReason).Code.Should().Be(isDuplicate ? "enrolled-again" : "no-app-rows");
    }

    [Fact]
    public void Of_many_records_only_those_before_the_newest_enrolment_are_duplicates()
    {
        var collector = Given.Collector();
        for (var n = 0; n < 5; n++)
        {
            collector.AddDevice(Device($"d{n}", "SER12345", n * 3, (n * 3) + 1));
            collector.AddDevice(Device($"other{n}", $"OTHER{n}", n, n + 1));
        }

        DuplicateDevices.Find(collector).Select(index => collector.DeviceIds().Single(pair => pair.Value == index).Key).Should().BeEquivalentTo("d0", "d1", "d2", "d3");
    }

    [Fact]
    public void Devices_outside_the_fleet_are_not_looked_at()
    {
        var collector = Given.Collector();
        collector.AddRow("ghost"u8, collector.AddApp(new AppColumns("IOS"u8, "x"u8, default, default)));
        DuplicateDevices.Find(collector).Should().BeEmpty();
    }

    private static ManagedDevice Device(string id, string serial, int? enrolled, int? contact) => new()
    {
        Id = id,
        SerialNumber = serial,
        Platform = Platform.IOS,
        Owner = DeviceOwner.Company,
        EnrolledAt = enrolled is { } day ? Day.AddDays(day) : null,
        LastSyncAt = contact is { } last ? Day.AddDays(last) : null,
    };
}
