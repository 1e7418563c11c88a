using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Inventory.Files;

public sealed class FileInventorySourceTests : IDisposable
{
    private const string DeviceHeader = "DeviceId,DeviceName,OwnerType,OS,LastContact,CreatedDate,SerialNumber,UPN,UserEmail,PrimaryUser,ManagementAgents,CategoryName,Model,EnrollmentType";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Apps_and_devices_are_joined()
    {
        var collector = Given.Collector(keeps: device => device.Name == "known");
        var outcome = await Read(
            collector,
            "ApplicationName,DeviceId,Platform\nTikTok,2F0B8C1E-7A44-4D0E-9B57-3F1C2F6A9E10,IOS\nZoom,d2,AndroidWorkProfile\nZoom,stranger,IOS\n",
            DeviceHeader + "\n"
            + "{2f0b8c1e-7a44-4d0e-9b57-3f1c2f6a9e10},iPad,1,iOS,2026-11-20 02:34:09.1234567,2026-02-10T01:37:29Z,SER12345,ana@contoso.example,ana@mail.example,Ana,mdm,Police,iPad Pro,appleBulkWithUser\n"
            + "d2,phone,Personal,Android,11/21/2026 1:02:03 PM,9999-12-31T23:59:59Z,,,,,,,,\n"
            + "d3,known,0,Windows,,0001-01-01T00:00:00Z,,,,,,,,\n"
            + "d3,known,0,Windows,,,,,,,,,,\n");

        outcome.IsComplete.Should().BeTrue();
        outcome.HasDeviceList.Should().BeTrue();
        outcome.Route.Should().Be(InventoryRoute.Files);
        outcome.AsOf.Should().Be(new DateTimeOffset(2026, 11, 21, 13, 2, 3, TimeSpan.Zero));
        collector.FleetCount.Should().Be(3);
        outcome.Notes.Select(note => note.Code).Should().BeEquivalentTo("columns-lacking", "devices-repeated", "devices-not-in-list");
        collector.Details.Values.Should().BeEquivalentTo(
        [
            new ManagedDevice
            {
                Id = "2f0b8c1e-7a44-4d0e-9b57-3f1c2f6a9e10", Name = "iPad", Platform = Platform.IOS, OperatingSystem = "iOS", Owner = DeviceOwner.Company, UserPrincipalName = "ana@contoso.example",
                UserDisplayName = "Ana", Email = "ana@mail.example", SerialNumber = "SER12345", Category = "Police", Model = "iPad Pro", ManagementAgent = "mdm", EnrollmentType = "appleBulkWithUser",
                EnrolledAt = new DateTimeOffset(2026, 2, 10, 1, 37, 29, TimeSpan.Zero), LastSyncAt = new DateTimeOffset(2026, 11, 20, 2, 34, 9, TimeSpan.Zero).AddTicks(1234567),
            },
            new ManagedDevice { Id = "d3", Name = "known", Platform = Platform.Windows, OperatingSystem = "Windows" },
        ]);
        var phone = collector.Devices[collector.Find("d2")];
        (phone.Platform, phone.Owner, phone.Observable).Should().Be((Platform.AndroidWorkProfile, DeviceOwner.Personal, CoverageClass.NotObservable));
    }

    [Fact]
    public async Task Without_a_device_list_the_fleet_is_the_devices_named()
    {
        var collector = Given.Collector(keeps: device => device.Id == "d3");
        var outcome = await Read(
            collector,
            "ApplicationName,DeviceId,DeviceName,Platform,UserName,EmailAddress,OSDescription,UserId\n"
            + "Zoom,d1,one,IOS,u1,m1,iOS,i1\nTikTok,d1,one,IOS,u1,m1,iOS,i1\nZoom,d2,two,AndroidWorkProfile,u2,m2,Android,i2\nZoom,d3,three,Windows,u3,m3,Windows,i3\n");

        outcome.IsComplete.Should().BeTrue();
        outcome.HasDeviceList.Should().BeFalse();
        outcome.AsOf.Should().BeNull();
        outcome.Notes.Select(note => note.Code).Should().Contain("no-device-list").And.Contain("no-inventory-date");
        collector.FleetCount.Should().Be(3);
        collector.Details.Values.Should().BeEquivalentTo(
        [
            new ManagedDevice { Id = "d1", Name = "one", Platform = Platform.IOS, OperatingSystem = "iOS", UserId = "i1", UserPrincipalName = "u1", Email = "m1" },
            new ManagedDevice { Id = "d3", Name = "three", Platform = Platform.Windows, OperatingSystem = "Windows", UserId = "i3", UserPrincipalName = "u3", Email = "m3" },
        ]);
        collector.Devices[collector.Find("d2")].Owner.Should().Be(DeviceOwner.Personal);
        collector.Devices[collector.Find("d3")].Owner.Should().Be(DeviceOwner.Unknown);
    }

    [Fact]
    public async Task The_portals_own_spelling_is_read()
    {
        var collector = Given.Collector(keeps: _ => true);
        await Read(
            collector,
            "ApplicationName,DeviceId,Platform\nZoom,d1,IOS\n",
            "Device ID;Device name;Enrollment date;Last check-in;Ownership;OS;Primary user UPN;Serial number\nd1;x;23/11/2026 09:00;2026-11-20 02:34:09.0000000;Corporate;Android (fully managed);a@b;S\n");
        var device = collector.Details[0];
        (device.Owner, device.Platform, device.UserPrincipalName).Should().Be((DeviceOwner.Company, Platform.AndroidFullyManaged, "a@b"));
        device.EnrolledAt.Should().Be(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task What_is_unclear_counts_as_not_told_and_is_named_once()
    {
        var collector = Given.Collector(keeps: _ => true);
        var outcome = await Read(
            collector,
            "ApplicationName,DeviceId,Platform\nZoom,d1,IOS\n",
            "DeviceId,OwnerType,OS,LastContact,CreatedDate\nd1,7,iOS,03/04/2026 10:00,yesterday\nd2,1,iOS,04/03/2026 10:00,\n,1,iOS,,\n");
        collector.Details.Values.Should().OnlyContain(device => device.LastSyncAt == null && device.EnrolledAt == null);
        outcome.Notes.Where(note => note.Code == "values-unclear").Select(note => (note.Parameters["column"], note.Parameters["rows"], note.Parameters["first"]))
            .Should().Equal(("EnrolledDate", "1", "devices:2"), ("LastContact", "2", "devices:2"), ("OwnerType", "1", "devices:2"));
        collector.SetAside["device-without-id"].First.Should().Be("devices:4");
    }

    [Fact]
    public async Task A_contact_in_the_future_does_not_date_the_inventory_and_the_option_wins()
    {
        var (apps, devices) = ("ApplicationName,DeviceId,Platform\nZoom,d1,IOS\n", "DeviceId,OwnerType,OS,LastContact\nd1,1,iOS,2030-01-01\nd2,1,iOS,2026-11-01\n");
        (await Read(Given.Collector(), apps, devices)).AsOf.Should().Be(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        (await Read(Given.Collector(), apps, devices, Now.AddDays(-3))).AsOf.Should().Be(Now.AddDays(-3));
    }

    [Fact]
    public async Task A_cut_device_list_makes_the_read_incomplete()
    {
        var outcome = await Read(Given.Collector(), "ApplicationName,DeviceId,Platform\nZoom,d1,IOS\n", "DeviceId,OwnerType,OS\nd1,1,iOS\nd2,1");
        outcome.Faults.Should().ContainSingle().Which.Code.Should().Be("csv-last-row-short");
    }

    [Theory]
    [InlineData("ApplicationName,DeviceId,Platform\nZoom,d1,IOS\n", "device-list-is-app-report")]
    [InlineData("DeviceId,OwnerType\n", "no-rows")]
    [InlineData("a,b\n1,2\n", "columns-missing")]
    public async Task A_device_list_that_is_none_is_refused(string devices, string code)
    {
        var read = () => Read(Given.Collector(), "ApplicationName,DeviceId,Platform\nZoom,d1,IOS\n", devices);
        (await read.Should().ThrowAsync<InventoryException>()).Which.Reason.Code.Should().Be(code);
    }

    [Fact]
    public async Task A_missing_file_is_refused_with_its_path()
    {
        var source = Source(new InventoryFiles(Path.Combine(folder, "none.csv")));
        var read = () => source.ReadAsync(Given.Collector(), Given.NoProgress, TestContext.Current.CancellationToken);
        (await read.Should().ThrowAsync<InventoryException>()).Which.Message.Should().Be($"The file {Path.Combine(folder, "none.csv")} does not exist.");
        var folderRead = () => Source(new InventoryFiles(folder)).ReadAsync(Given.Collector(), Given.NoProgress, TestContext.Current.CancellationToken);
        (await folderRead.Should().ThrowAsync<InventoryException>()).Which.Reason.Code.Should().Be("file-unreadable");
    }

    [Fact]
    public async Task A_file_cannot_tell_whether_a_device_is_managed() =>
        (await Source(new InventoryFiles("x")).IsManagedAsync("d1", TestContext.Current.CancellationToken)).Should().BeNull();

    [Theory]
    [InlineData("2026-11-20 02:34:09.1234567", "2026-11-20T02:34:09.1234567Z")]
    [InlineData("2026-11-20T02:34:09Z", "2026-11-20T02:34:09Z")]
    [InlineData("2026-11-20T02:34:09+02:00", "2026-11-20T00:34:09Z")]
    [InlineData("2026-11-20", "2026-11-20T00:00:00Z")]
    [InlineData("11/20/2026 2:34:09 AM", "2026-11-20T02:34:09Z")]
    [InlineData("3/4/2026 2:34 PM", "2026-03-04T14:34:00Z")]
    [InlineData("20/11/2026 02:34", "2026-11-20T02:34:00Z")]
    [InlineData("11/20/2026", "2026-11-20T00:00:00Z")]
    [InlineData("5/5/2026", "2026-05-05T00:00:00Z")]
    [InlineData("20.11.2026 2:34:09", "2026-11-20T02:34:09Z")]
    [InlineData("4-3-2026 2:34", "2026-03-04T02:34:00Z")]
    [InlineData("3/4/2026", "unclear")]
    [InlineData("45000.5", "unclear")]
    [InlineData("soon", "unclear")]
    [InlineData("", "null")]
    [InlineData("0001-01-01T00:00:00Z", "null")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "null")]
    public void Dates_are_read_or_left_alone_but_never_guessed(string text, string expected)
    {
        var date = ReportDates.Read(text, out var isUnclear);
        (date?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'") ?? (isUnclear ? "unclear" : "null")).Should().Be(expected);
    }

    private static FileInventorySource Source(InventoryFiles files) => new(files, Options.Create(new ArchiveLimits()), new FakeTimeProvider(Now));

    private async Task<InventoryOutcome> Read(InventoryCollector collector, string apps, string? devices = null, DateTimeOffset? asOf = null)
    {
        var (appFile, deviceFile) = (Path.Combine(folder, "apps"), Path.Combine(folder, "devices"));
        await File.WriteAllTextAsync(appFile, apps, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(deviceFile, devices ?? "", TestContext.Current.CancellationToken);
        return await Source(new InventoryFiles(appFile, devices is null ? null : deviceFile, asOf)).ReadAsync(collector, Given.NoProgress, TestContext.Current.CancellationToken);
    }
}
