using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Reports;
using IntuneSimulator;
using MimeKit;

namespace ComplianceAgent.Tests.Commands;

/// <summary>From the command line: formats, the Excel form, codes in place of names, and mail.</summary>
public sealed class ReportChoicesTests : IDisposable
{
    private const string Devices = """
        DeviceId,DeviceName,OwnerType,OS,LastContact,SerialNumber,UserId,PrimaryUserUPN,PrimaryUserEmail,PrimaryUserDisplayName
        zelda-device-1,ZELDA-PHONE,1,iOS,2026-11-20,ZELDASERIAL1,zelda-user-1,zelda@contoso.example,zelda.fitz@contoso.example,Zelda Fitz
        zelda-device-2,ZELDA-OLD,1,iOS,2026-01-20,ZELDASERIAL2,zelda-user-1,zelda@contoso.example,zelda.fitz@contoso.example,Zelda Fitz

        """;

    private const string Rows = """
        DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform
        zelda-device-1,TikTok,1.0,TikTok Pte. Ltd.,IOS

        """;

    private readonly AgentFixture agent = new AgentFixture().Set("Policies:Use:0", "be-federal-tiktok");

    public void Dispose() => agent.Dispose();

    [Fact]
    public async Task Every_format_is_written_under_its_own_name()
    {
        await ScanAsync();

        var written = await ReportAsync("--format", "html,csv,json,xlsx,oscal,ocsf");

        written.Code.Should().Be(ExitCodes.Done, written.Error);
        var names = written.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => Path.GetFileName(path.Trim())).ToList();
        names.Should().HaveCount(11).And.OnlyContain(name => name.StartsWith("compliance-local-20", StringComparison.Ordinal));
        names.Select(name => name[(name.IndexOf('.', StringComparison.Ordinal) is var at && at > 0 ? at : 0)..]).Distinct().Should().BeEquivalentTo([".html", ".csv", ".json", ".xlsx", ".jsonl"]);
        XlsxFile.Read(await File.ReadAllBytesAsync(Out("*-latest.xlsx"), TestContext.Current.CancellationToken)).Should().HaveCount(5);
    }

    [Fact]
    public async Task The_Excel_form_is_a_choice_and_a_setting()
    {
        await ScanAsync();

        (await ReportAsync("--format", "csv", "--csv", "excel")).Code.Should().Be(ExitCodes.Done);
        (await BytesAsync("*-latest-violations.csv"))[..3].Should().Equal(0xEF, 0xBB, 0xBF);
        (await ReportAsync("--format", "csv")).Code.Should().Be(ExitCodes.Done);
        (await BytesAsync("*-latest-violations.csv"))[0].Should().NotBe(0xEF);
        agent.Set("Reports:Csv", "Excel");
        (await ReportAsync("--format", "csv")).Code.Should().Be(ExitCodes.Done);
        (await BytesAsync("*-latest-violations.csv"))[..3].Should().Equal(0xEF, 0xBB, 0xBF);
        var unknown = await ReportAsync("--csv", "lotus");
        unknown.Code.Should().Be(ExitCodes.BadUsage);
        unknown.Error.Should().Contain("--csv lotus: unknown. Write plain or excel.");
    }

    [Fact]
    public async Task The_schema_is_printed_and_needs_neither_store_nor_scan()
    {
        var printed = await agent.RunAsync("report", "--schema");

        printed.Code.Should().Be(ExitCodes.Done, printed.Error);
        JsonDocument.Parse(printed.Out).RootElement.GetProperty("title").GetString().Should().Be("Compliance Agent report");
    }

    [Fact]
    public async Task Codes_in_place_of_names_need_a_key_and_leave_no_name_in_any_file_and_its_name()
    {
        await ScanAsync();
        var without = await ReportAsync("--pseudonymous");
        without.Code.Should().Be(ExitCodes.BadUsage);
        without.Error.Should().Contain("needs a key").And.Contain("Reports:PseudonymKey").And.Contain("openssl rand");
        agent.Set("Reports:PseudonymKey", "short");
        (await ReportAsync("--pseudonymous")).Error.Should().Contain("shorter than 16 characters").And.NotContain("short\"");

        agent.Set("Reports:PseudonymKey", "env:TEST_PSEUDONYM_KEY");
        Environment.SetEnvironmentVariable("TEST_PSEUDONYM_KEY", "this key is long enough");
        (await ReportAsync("--format", "html,csv,json,xlsx,oscal,ocsf")).Code.Should().Be(ExitCodes.Done);
        var plain = Directory.GetFiles(Path.Combine(agent.Folder, "out"));
        (await NamingAsync(plain)).Should().HaveCountGreaterThan(8, "else this test finds nothing");
        var coded = await ReportAsync("--pseudonymous", "--format", "html,csv,json,xlsx,oscal,ocsf");

        coded.Code.Should().Be(ExitCodes.Done, coded.Error);
        var files = Directory.GetFiles(Path.Combine(agent.Folder, "out")).Except(plain).ToArray();
        files.Should().HaveCount(11, "and the copies named latest stay those with names").And.OnlyContain(file => Path.GetFileName(file).Contains("-pseudonymous", StringComparison.Ordinal));
        (await NamingAsync(files)).Should().BeEmpty();
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(files.Single(file => file.EndsWith("-pseudonymous.json", StringComparison.Ordinal)), TestContext.Current.CancellationToken));
        json.RootElement.GetProperty("violations")[0].GetProperty("device").GetProperty("user").GetString().Should().StartWith("person-");
        (await File.ReadAllBytesAsync(agent.StorePath, TestContext.Current.CancellationToken)).AsSpan().IndexOf("this key is long"u8).Should().Be(-1);
    }

    [Fact]
    public async Task A_report_is_mailed_with_its_files_in_the_language_of_the_settings_and_a_double_has_the_same_id()
    {
        await using var server = await SmtpServer.StartAsync();
        SetMail(server);
        agent.Set("Reports:Mail:To:0", "boss@contoso.example").Set("Reports:Mail:To:1", "audit@contoso.example").Set("Reports:Mail:Language", "nl").Set("Reports:Mail:Formats", "html,xlsx,json");
        await ScanAsync();

        var sent = await ReportAsync("--mail");

        sent.Code.Should().Be(ExitCodes.Done, sent.Error + sent.Out);
        sent.Out.Should().Contain("boss@contoso.example: handed to the mail server.").And.Contain("audit@contoso.example: handed");
        var mails = server.Mails();
        mails.Select(mail => mail.Headers["X-To"]).Should().BeEquivalentTo(["boss@contoso.example", "audit@contoso.example"]);
        mails.Select(mail => mail.MessageId).Distinct().Should().ContainSingle();
        var attached = mails[0].Attachments.OfType<MimePart>().ToDictionary(part => part.FileName![part.FileName!.LastIndexOf('.')..], Content);
        attached.Keys.Should().BeEquivalentTo([".html", ".xlsx", ".json"]);
        Encoding.UTF8.GetString(attached[".html"]).Should().Contain("ZELDA-PHONE");
        XlsxFile.Read(attached[".xlsx"]).Select(sheet => sheet.Name).Should().Contain("Niet beoordeeld");
        mails[0].TextBody.Should().Contain("Het rapport zit als bijlage bij deze mail.").And.NotContain("Zelda");
        mails[0].Headers["Auto-Submitted"].Should().Be("auto-generated");
        Directory.Exists(Path.Combine(agent.Folder, "out")).Should().BeFalse("mail alone writes no files");
    }

    [Fact]
    public async Task A_report_too_large_for_a_mail_is_left_out_and_the_mail_says_so_and_codes_go_by_mail_too()
    {
        await using var server = await SmtpServer.StartAsync();
        SetMail(server);
        Environment.SetEnvironmentVariable("TEST_PSEUDONYM_KEY", "this key is long enough");
        agent.Set("Reports:Mail:To:0", "boss@contoso.example").Set("Reports:PseudonymKey", "env:TEST_PSEUDONYM_KEY").Set("Reports:Mail:Pseudonymous", "true").Set("Reports:Mail:Formats", "html,csv,json,xlsx,oscal,ocsf");
        await ScanAsync();
        (await ReportAsync("--mail")).Code.Should().Be(ExitCodes.Done);
        var coded = server.Mails().Single();
        coded.Attachments.OfType<MimePart>().Should().HaveCount(11).And.OnlyContain(part => part.FileName!.Contains("-pseudonymous", StringComparison.Ordinal));
        coded.TextBody.Should().NotContainEquivalentOf("zelda");
        var folder = Directory.CreateDirectory(Path.Combine(agent.Folder, "mailed")).FullName;
        foreach (var part in coded.Attachments.OfType<MimePart>())
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, part.FileName!), Content(part), TestContext.Current.CancellationToken);
        }

        (await NamingAsync(Directory.GetFiles(folder))).Should().BeEmpty();
        server.Empty();

        agent.Set("Reports:Mail:MaxMegabytes", "1").Set("Scan:MaxRuleShareOfDevices", "1");
        agent.Write("rows.csv", Rows + string.Concat(Enumerable.Range(0, 1500).Select(i => $"d{i},TikTok,1.0,TikTok Pte. Ltd.,IOS\n")));
        agent.Write("devices.csv", Devices + string.Concat(Enumerable.Range(0, 1500).Select(i => $"d{i},d{i},1,iOS,2026-11-20,S{i},u{i},u{i}@contoso.example,u{i}@contoso.example,U\n")));
        await ScanAsync();
        (await ReportAsync("--mail")).Code.Should().Be(ExitCodes.Done);

        var bare = server.Mails().Single();
        bare.Attachments.Should().BeEmpty();
        bare.TextBody.Should().Contain("larger than 1 MB");
    }

    [Fact]
    public async Task What_is_wrong_with_the_settings_of_report_mail_is_told_at_the_start()
    {
        var outcome = await agent.RunAsync(
            "policy", "list", "--set", "Reports:Mail:To:0=boss", "--set", "Reports:Mail:Language=xx", "--set", "Reports:Mail:Days:0=Someday", "--set", "Reports:Formats=pdf", "--set", "Reports:PseudonymKey=file:key");

        outcome.Code.Should().Be(ExitCodes.BadUsage);
        outcome.Error.Should().Contain("Reports:Mail:To:0").And.Contain("Reports:Mail:Language").And.Contain("Someday").And.Contain("Unknown report format pdf").And.Contain("Reports:PseudonymKey").And.Contain("Messages:Smtp:Host");
        var nobody = await ReportAfterScanAsync("--mail");
        nobody.Code.Should().Be(ExitCodes.BadUsage);
        nobody.Error.Should().Contain("Reports:Mail:To is not set");
    }

    [Fact]
    public async Task After_a_scheduled_scan_the_report_goes_out_by_itself()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = 50, TenantId = AgentFixture.TenantId }, TestContext.Current.CancellationToken);
        SetMail(server);
        agent.WithSimulator(simulator.BaseAddress).Set("Tenants:0:Schedule:Cron", "0/3 * * * * ?").Set("Tenants:0:Schedule:JitterMinutes", "0").Set("Service:Url", $"http://127.0.0.1:{FreePort()}")
            .Set("Graph:ExportPollSeconds", "2").Set("Reports:Directory", Path.Combine(agent.Folder, "reports")).Set("Reports:Mail:To:0", "boss@contoso.example");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var run = agent.RunAsync(["run", "--simulated", "--store", agent.StorePath], stop.Token);

        for (var i = 0; i < 240 && server.Mails().Count == 0 && !run.IsCompleted; i++)
        {
            await Task.Delay(250, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        var ended = await run;
        var mail = server.Mails().Should().NotBeEmpty("the agent said: {0}", ended.Error + ended.Out).And.Subject.First();
        mail.Subject.Should().StartWith("SIMULATED · Banned apps on managed devices: contoso");
        mail.Attachments.OfType<MimePart>().Select(part => Path.GetExtension(part.FileName)).Should().BeEquivalentTo([".html", ".xlsx"]);
        Directory.GetFiles(Path.Combine(agent.Folder, "reports"), "*-latest.xlsx").Should().ContainSingle("scans write the formats of the settings");
    }

    private void SetMail(SmtpServer server)
    {
        foreach (var (key, value) in new[]
        {
            ("Messages:Smtp:Host", "127.0.0.1"), ("Messages:Smtp:Port", server.Port.ToString(CultureInfo.InvariantCulture)), ("Messages:Smtp:From", "Compliance <agent@contoso.example>"), ("Messages:Smtp:CaFile", server.CaFile),
            ("Messages:Smtp:User", SmtpServer.User), ("Messages:Smtp:Password", SmtpServer.Password), ("Messages:DigestEvery", "Never"),
        })
        {
            agent.Set(key, value);
        }
    }

    private async Task ScanAsync(params string[] more)
    {
        if (!File.Exists(Path.Combine(agent.Folder, "rows.csv")))
        {
            agent.Write("rows.csv", Rows);
            agent.Write("devices.csv", Devices);
        }

        var scanned = await agent.RunAsync(["scan", "--inventory", "rows.csv", "--device-list", "devices.csv", "--as-of", "2026-11-21", "--store", agent.StorePath, .. more]);
        scanned.Code.Should().BeOneOf([ExitCodes.Done, ExitCodes.Held], scanned.Error);
    }

    private async Task<AgentOutcome> ReportAfterScanAsync(params string[] more)
    {
        await ScanAsync();
        return await ReportAsync(more);
    }

    private Task<AgentOutcome> ReportAsync(params string[] more) => agent.RunAsync(["report", "--output", "out", "--store", agent.StorePath, .. more]);

    private string Out(string pattern) => Directory.GetFiles(Path.Combine(agent.Folder, "out"), pattern).Single();

    private Task<byte[]> BytesAsync(string pattern) => File.ReadAllBytesAsync(Out(pattern), TestContext.Current.CancellationToken);

    private static byte[] Content(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return content.ToArray();
    }

    /// <summary>Files that hold a name, an address, a serial number or an id, in the clear or in a part of a workbook.</summary>
    private static async Task<List<string>> NamingAsync(IEnumerable<string> files)
    {
        var naming = new List<string>();
        foreach (var file in files)
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var text = Path.GetFileName(file) + (file.EndsWith(".xlsx", StringComparison.Ordinal) ? string.Concat(XlsxFile.Parts(bytes).Values) : Encoding.UTF8.GetString(bytes));
            if (text.Contains("zelda", StringComparison.OrdinalIgnoreCase))
            {
                naming.Add(file);
            }
        }

        return naming;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
