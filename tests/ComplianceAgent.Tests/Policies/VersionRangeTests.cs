using ComplianceAgent.Policies;
using CsCheck;

namespace ComplianceAgent.Tests.Policies;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("< 5.2", "5.1.9", "Inside")]
    [InlineData("< 5.2", "5.2", "Outside")]
    [InlineData("< 5.2", "5.2.0.0", "Outside")]
    [InlineData("<= 5.2", "5.2.0", "Inside")]
    [InlineData("< 5.10", "5.9", "Inside")]
    [InlineData("< 5.2", "5.2-beta4", "Inside")]
    [InlineData(">= 5.2", "5.2rc1", "Outside")]
    [InlineData(">= 5.2", "5.2 (build 7)", "Inside")]
    [InlineData("5.2", "5.2 (build 7)", "Inside")]
    [InlineData("5.2", "v5.2.0+19", "Inside")]
    [InlineData("= 34.5.1", "34.5.1 (345010)", "Inside")]
    [InlineData("5.2", "5.2.1", "Outside")]
    [InlineData("!= 5.2", "5.2.1", "Inside")]
    [InlineData("3.*", "3", "Inside")]
    [InlineData("3.*", "3.99.1-beta", "Inside")]
    [InlineData("3.*", "30.1", "Outside")]
    [InlineData("!= 3.*", "4.0", "Inside")]
    [InlineData(">= 1.0, < 2.0", "1.9.9", "Inside")]
    [InlineData(">= 1.0, < 2.0", "2.0", "Outside")]
    [InlineData(">= 9.9.33.51802", "9.9.33.51802", "Inside")]
    [InlineData("> 9.9.33", "9.9.33.51802", "Inside")]
    [InlineData("< 2", "1, 9, 0, 1", "Inside")]
    [InlineData("> 1.8.0_200", "1.8.0_351", "Inside")]
    [InlineData("< 1.0.2m", "1.0.2k", "Inside")]
    [InlineData("> 1.0.2", "1.0.2k", "Inside")]
    [InlineData("< 99999999999999999999", "99999999999999999998.7", "Inside")]
    [InlineData("< 2.0.0beta2", "2.0.0-alpha.9", "Inside")]
    [InlineData("< 007.1", "7.0", "Inside")]
    [InlineData(" >=1.0 ,<2.0 ", "Version 1.5", "Inside")]
    public void A_version_is_inside_or_outside(string range, string version, string fit) =>
        VersionRange.Parse(range).Fits(AppVersion.Read(version)).ToString().Should().Be(fit);

    [Theory]
    [InlineData("< 5.2", "")]
    [InlineData("< 5.2", "unknown")]
    [InlineData("< 5.2", "R2021b")]
    [InlineData("< 5.2", "٥.١")]
    [InlineData("< 5.2", "5.2-ubuntu1")]
    [InlineData("5.2", "5.2 Professional")]
    [InlineData("< 5.2", "(build 7)")]
    public void What_cannot_be_told_is_not_made_up(string range, string version) =>
        VersionRange.Parse(range).Fits(AppVersion.Read(version)).Should().Be(VersionFit.NotTold);

    [Theory]
    [InlineData("< 5.2", "5.1-ubuntu1", VersionFit.Inside)]
    [InlineData("< 5.2", "6-ubuntu1", VersionFit.Outside)]
    [InlineData("> 6, < 7", "5-odd", VersionFit.Outside)]
    public void An_unknown_tail_matters_only_where_it_decides(string range, string version, VersionFit fit) =>
        VersionRange.Parse(range).Fits(AppVersion.Read(version)).Should().Be(fit);

    [Theory]
    [InlineData("", "policy-bad-version")]
    [InlineData("<", "policy-bad-version")]
    [InlineData("=> 5", "policy-bad-version")]
    [InlineData("< 5.*", "policy-bad-version")]
    [InlineData(">= 1.0 < 2.0", "policy-bad-version")]
    [InlineData("latest", "policy-bad-version")]
    [InlineData("5,", "policy-bad-version")]
    [InlineData("> 5, < 4", "policy-version-of-nothing")]
    [InlineData(">= 5, < 5.0", "policy-version-of-nothing")]
    public void A_range_that_cannot_be_read_or_fits_nothing_is_refused(string range, string code) => VersionRange.FaultOf(range)!.Code.Should().Be(code);

    [Fact]
    public void Order_is_an_order() => Gen.Select(Versions, Versions, Versions).Sample((a, b, c) =>
    {
        var (ab, bc, ac) = (Compare(a, b), Compare(b, c), Compare(a, c));
        return Compare(a, a) == 0 && Compare(b, a) == -ab && !(ab < 0 && bc < 0 && ac >= 0) && !(ab == 0 && bc == 0 && ac is not (0 or null));
    }, iter: 20_000);

    [Fact]
    public void No_text_makes_reading_throw() => Gen.String.Sample(
        text =>
        {
            _ = AppVersion.Read(text);
            _ = VersionRange.FaultOf(text);
        },
        iter: 20_000);

    private static readonly Gen<string> Versions = Gen.Select(
        Gen.Int[0, 12].Array[1, 4], Gen.OneOf(Gen.Const(""), Gen.OneOf("-beta", "-beta2", "rc1", "-alpha.3", "a", "k", "+9", " (build 3)", "-odd", "-SNAPSHOT", "-dev4")),
        (numbers, tail) => string.Join('.', numbers) + tail);

    private static int? Compare(string a, string b) => AppVersion.Read(a)!.CompareTo(AppVersion.Read(b)!) is { } order ? Math.Sign(order) : null;
}
