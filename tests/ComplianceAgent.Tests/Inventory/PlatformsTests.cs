using System.Text;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Tests.Inventory;

public sealed class PlatformsTests
{
    [Theory]
    [InlineData("Windows", Platform.Windows)]
    [InlineData("windowsHolographic", Platform.Windows)]
    [InlineData("Windows 11 Pro", Platform.Windows)]
    [InlineData("MacOS", Platform.MacOS)]
    [InlineData("Mac OS X", Platform.MacOS)]
    [InlineData("IOS", Platform.IOS)]
    [InlineData("iOS/iPadOS", Platform.IOS)]
    [InlineData("iPadOS", Platform.IOS)]
    [InlineData("AndroidWorkProfile", Platform.AndroidWorkProfile)]
    [InlineData("Android (personally-owned work profile)", Platform.AndroidWorkProfile)]
    [InlineData("Android (corporate-owned work profile)", Platform.AndroidWorkProfile)]
    [InlineData("AndroidFullyManagedDedicated", Platform.AndroidFullyManaged)]
    [InlineData("androidDedicatedAndFullyManaged", Platform.AndroidFullyManaged)]
    [InlineData("Android (fully managed)", Platform.AndroidFullyManaged)]
    [InlineData("AndroidEnterprise", Platform.Android)]
    [InlineData("Android (AOSP)", Platform.AndroidAosp)]
    [InlineData("androidOSP", Platform.AndroidAosp)]
    [InlineData("androidDeviceAdministrator", Platform.AndroidDeviceAdministrator)]
    [InlineData("Android", Platform.Android)]
    [InlineData("Chrome OS", Platform.ChromeOS)]
    [InlineData("Linux (ubuntu)", Platform.Unknown)]
    [InlineData("Linux", Platform.Linux)]
    [InlineData("Other", Platform.Other)]
    [InlineData("unknown", Platform.Unknown)]
    [InlineData("unknownFutureValue", Platform.Unknown)]
    [InlineData("\0", Platform.Unknown)]
    [InlineData(null, Platform.Unknown)]
    public void Every_spelling_is_read_and_an_unknown_one_is_unknown(string? text, Platform expected)
    {
        Platforms.Parse(text).Should().Be(expected);
        Platforms.Parse(Encoding.UTF8.GetBytes(text ?? "")).Should().Be(expected);
    }

    [Fact]
    public void Every_platform_belongs_to_a_family() =>
        Enum.GetValues<Platform>().Where(platform => platform.Family() == PlatformFamily.Unknown).Should().Equal(Platform.Unknown);

    [Theory]
    [InlineData("C02ABC123", true)]
    [InlineData("1234", false)]
    [InlineData("0000000", false)]
    [InlineData("Default string", false)]
    [InlineData("  to be filled by o.e.m. ", false)]
    [InlineData("", false)]
    public void A_filler_is_no_serial_number(string serial, bool isTelling) => SerialNumbers.IsTelling(serial).Should().Be(isTelling);
}
