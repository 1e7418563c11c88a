using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Reports;
using ComplianceAgent.Tests.Scanning.Excusing;

namespace ComplianceAgent.Tests.Commands;

/// <summary><c>report --language</c> and <c>Reports:Language</c>, as people use them.</summary>
public sealed class ReportLanguageTests
{
    [Fact]
    public async Task The_option_beats_the_setting_and_the_setting_holds_for_reports_of_scans()
    {
        using var world = new ExcusingWorld();
        world.Agent.Set("Reports:Language", "nl");
        (await world.ScanAsync("--output", "scanned")).Code.Should().Be(ExitCodes.Done);

        await ReportAsync(world, "set");
        await ReportAsync(world, "asked", "--language", "de");
        await ReportAsync(world, "past", "--as-of", "2026-10-02", "--language", "fr-BE");

        await ReportAsync(world, "workbook", "--format", "xlsx", "--language", "nl");

        var sheets = XlsxFile.Read(await File.ReadAllBytesAsync(Directory.EnumerateFiles(Path.Combine(world.Agent.Folder, "workbook"), "*.xlsx").First(), TestContext.Current.CancellationToken));
        sheets.Select(sheet => sheet.Name).Should().Contain("Niet beoordeeld");
        Page(world, "scanned").Should().Contain("<html lang=\"nl\"").And.Contain("Open overtredingen");
        Page(world, "set").Should().Contain("<html lang=\"nl\"").And.Contain("Open overtredingen");
        Page(world, "asked").Should().Contain("<html lang=\"de\"").And.Contain("Offene Verstöße").And.NotContain("Open violations");
        Page(world, "past").Should().Contain("<html lang=\"fr\"").And.Contain("Ceci est ce qui était connu à");
    }

    [Theory]
    [InlineData("xx")]
    [InlineData("")]
    [InlineData("english")]
    public async Task A_language_that_no_report_speaks_is_one_clear_error_and_writes_nothing(string language)
    {
        using var world = new ExcusingWorld();
        await world.ScanAsync();

        var refused = await world.Agent.RunAsync("report", "--store", world.Agent.StorePath, "--output", "out", "--language", language);

        refused.Code.Should().Be(ExitCodes.BadUsage);
        refused.Error.Trim().Should().Be($"--language {language}: reports speak en, nl, fr or de.");
        Directory.Exists(Path.Combine(world.Agent.Folder, "out")).Should().BeFalse();
    }

    private static async Task ReportAsync(ExcusingWorld world, string folder, params string[] more) =>
        (await world.Agent.RunAsync(["report", "--store", world.Agent.StorePath, "--output", folder, .. more])).Code.Should().Be(ExitCodes.Done);

    private static string Page(ExcusingWorld world, string folder) => File.ReadAllText(Directory.EnumerateFiles(Path.Combine(world.Agent.Folder, folder), "*.html").First());
}
