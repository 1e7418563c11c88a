using System.IO.Compression;
using System.Text;
using System.Text.Json;
using IntuneSimulator.Reports;
using IntuneSimulator.Tenants;

namespace ComplianceAgent.Tests.Simulator;

public sealed class ReportWriterTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(',', false)]
    [InlineData(';', true)]
    [InlineData('\t', false)]
    public async Task Csv_quotes_what_must_be_quoted_whatever_separates_the_cells(char delimiter, bool bom)
    {
        var tenant = new ScriptedTenant();
        tenant.Add(new ScriptedDevice("d1", "WS;1", SimulatedPlatform.Windows)).Install("Müller, \"Planer\"\tx", "A;B", null);
        var text = await WriteAsync(tenant, new ReportOptions { Columns = ["DeviceName", "ApplicationName", "ApplicationPublisher", "ApplicationVersion", "Platform"], Delimiter = delimiter, Bom = bom });
        text.Should().Be((bom ? "\uFEFF" : "") + $"DeviceName{delimiter}ApplicationName{delimiter}ApplicationPublisher{delimiter}ApplicationVersion{delimiter}Platform\r\n\"WS;1\"{delimiter}\"Müller, \"\"Planer\"\"\tx\"{delimiter}\"A;B\"{delimiter}{delimiter}Windows\r\n");
    }

    [Fact]
    public async Task An_empty_tenant_still_gives_a_whole_file()
    {
        (await WriteAsync(new ScriptedTenant(), new ReportOptions { Format = ReportFormat.Json })).Should().Be("{\"values\":[]}");
        JsonDocument.Parse(await WriteAsync(new ScriptedTenant(), new ReportOptions { Format = ReportFormat.JsonArrays })).RootElement.GetProperty("Schema").GetArrayLength().Should().Be(13);
    }

    [Fact]
    public async Task The_device_report_gives_the_owner_as_number_and_word()
    {
        var text = await WriteAsync(new GeneratedTenant(1, 30, Now), new ReportOptions { ReportName = ReportColumns.Devices, Columns = ["OwnerType", "Ownership", "OS"] });
        text.Split("\r\n").Should().Contain("1,Corporate,Windows").And.Contain("2,Personal,Android (personally-owned work profile)");
    }

    [Fact]
    public async Task Rows_are_counted()
    {
        var tenant = new GeneratedTenant(1, 80, Now);
        await using var stream = new MemoryStream();
        var rows = await ReportWriter.WriteAsync(stream, tenant, Now, new ReportOptions { Columns = ReportColumns.LeanAppInventory });
        Encoding.UTF8.GetString(stream.ToArray()).Split("\r\n").Length.Should().Be((int)rows + 2);
    }

    [Fact]
    public async Task The_ending_of_the_name_says_how_a_file_is_packed_and_the_rows_are_the_same()
    {
        var tenant = new GeneratedTenant(1, 60, Now);
        var folder = Directory.CreateTempSubdirectory("report-writer-").FullName;
        try
        {
            foreach (var name in new[] { "a.csv", "a.csv.gz", "a.zip" })
            {
                await ReportWriter.WriteFileAsync(Path.Combine(folder, name), tenant, Now, new ReportOptions(), TestContext.Current.CancellationToken);
            }

            var plain = await File.ReadAllTextAsync(Path.Combine(folder, "a.csv"), TestContext.Current.CancellationToken);
            plain.Split("\r\n").Length.Should().BeGreaterThan(60);
            (await TextOfAsync(new GZipStream(File.OpenRead(Path.Combine(folder, "a.csv.gz")), CompressionMode.Decompress))).Should().Be(plain);
            await using var zip = await ZipFile.OpenReadAsync(Path.Combine(folder, "a.zip"), TestContext.Current.CancellationToken);
            zip.Entries.Should().ContainSingle().Which.Name.Should().EndWith(".csv");
            (await TextOfAsync(await zip.Entries[0].OpenAsync(TestContext.Current.CancellationToken))).Should().Be(plain);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Rows_stand_together_by_device()
    {
        var text = await WriteAsync(new GeneratedTenant(1, 60, Now), new ReportOptions { Columns = ["DeviceId"] });
        var ids = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        var changes = ids.Zip(ids.Skip(1)).Count(pair => pair.First != pair.Second);
        changes.Should().Be(ids.Distinct().Count() - 1);
    }

    private static async Task<string> TextOfAsync(Stream stream)
    {
        await using (stream)
        {
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task<string> WriteAsync(ITenantModel tenant, ReportOptions options)
    {
        await using var stream = new MemoryStream();
        await ReportWriter.WriteAsync(stream, tenant, Now, options);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
