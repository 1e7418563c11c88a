using ComplianceAgent.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Reports;

public sealed class ReportFilesTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "reports-" + Guid.NewGuid().ToString("N"));
    private readonly FakeTimeProvider time = new(ReportCases.Now);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Every_format_is_written_dated_and_as_latest()
    {
        var paths = await Files().WriteAsync(ReportCases.Model(), folder, ReportFormats.All, Ct);

        paths.Select(Path.GetFileName).Should().Equal(
            "compliance-contoso-20261123-063000.html", "compliance-contoso-20261123-063000-violations.csv", "compliance-contoso-20261123-063000-coverage.csv",
            "compliance-contoso-20261123-063000-blind-spots.csv", "compliance-contoso-20261123-063000-not-judged.csv", "compliance-contoso-20261123-063000-exceptions.csv", "compliance-contoso-20261123-063000-summary.csv", "compliance-contoso-20261123-063000.json", "compliance-contoso-20261123-063000.xlsx",
            "compliance-contoso-20261123-063000-oscal.json", "compliance-contoso-20261123-063000-ocsf.jsonl");
        Directory.GetFiles(folder).Should().HaveCount(22);
        foreach (var path in paths)
        {
            var latest = path.Replace("20261123-063000", "latest", StringComparison.Ordinal);
            (await File.ReadAllBytesAsync(latest, Ct)).Should().Equal(await File.ReadAllBytesAsync(path, Ct));
        }
    }

    [Fact]
    public async Task Only_the_formats_asked_for_are_written()
    {
        var paths = await Files().WriteAsync(ReportCases.Model(), folder, [ReportFormats.Json], Ct);

        paths.Should().ContainSingle().Which.Should().EndWith(".json");
        Directory.GetFiles(folder).Should().HaveCount(2);
    }

    [Fact]
    public async Task Files_and_the_folder_made_for_them_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        await Files().WriteAsync(ReportCases.Model(), folder, ReportFormats.All, Ct);

        ModeOf(folder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.GetFiles(folder).Select(ModeOf).Should().OnlyContain(mode => mode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_temporary_file_is_for_its_owner_only_while_it_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        var seen = UnixFileMode.None;
        var spy = new ScriptedWriter(_ => seen = ModeOf(Directory.GetFiles(folder).Single()));

        await new ReportFiles([spy], time, NullLogger<ReportFiles>.Instance).WriteAsync(ReportCases.Model(), folder, ["scripted"], Ct);

        seen.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_failure_midway_leaves_the_old_report_and_nothing_temporary()
    {
        var model = ReportCases.Model();
        var files = Files([new ScriptedWriter(stream =>
        {
            stream.Write("half a report"u8);
            throw new IOException("No space left on device");
        })]);
        await Files().WriteAsync(model, folder, [ReportFormats.Html], Ct);
        var before = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllText(path))).ToList();

        var write = () => files.WriteAsync(model with { Headline = model.Headline with { OpenViolations = 99 } }, folder, [ReportFormats.Html, "scripted"], Ct);

        (await write.Should().ThrowAsync<ReportException>()).WithMessage("*No space left on device*").WithInnerException<IOException>();
        Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllText(path))).Should().Equal(before);
    }

    [Fact]
    public async Task A_cancelled_report_leaves_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var write = () => Files().WriteAsync(ReportCases.Model(), folder, ReportFormats.All, cancelled.Token);

        await write.Should().ThrowAsync<OperationCanceledException>();
        Directory.GetFiles(folder).Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_killed_process_left_is_removed_and_what_another_is_writing_is_not()
    {
        Directory.CreateDirectory(folder);
        var left = Path.Combine(folder, ".compliance-report-left.tmp");
        var live = Path.Combine(folder, ".compliance-report-live.tmp");
        var foreign = Path.Combine(folder, "mine.tmp");
        foreach (var (path, age) in new[] { (left, 11), (live, 1), (foreign, 99) })
        {
            await File.WriteAllTextAsync(path, "x", Ct);
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime.AddMinutes(-age));
        }

        await Files().WriteAsync(ReportCases.Model(), folder, [ReportFormats.Json], Ct);

        File.Exists(left).Should().BeFalse();
        File.Exists(live).Should().BeTrue();
        File.Exists(foreign).Should().BeTrue();
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("con:\u0000x")]
    [InlineData("..")]
    public async Task A_tenant_name_cannot_lead_out_of_the_folder(string tenant)
    {
        var paths = await Files().WriteAsync(ReportCases.Model() with { Tenant = tenant }, folder, [ReportFormats.Json], Ct);

        Path.GetDirectoryName(paths[0]).Should().Be(folder);
        Directory.GetFiles(folder).Should().HaveCount(2);
    }

    [Fact]
    public void Tenants_that_differ_only_in_odd_letters_have_files_of_their_own() =>
        ReportFiles.NameOf("a/b", "latest").Should().NotBe(ReportFiles.NameOf("a:b", "latest")).And.NotBe(ReportFiles.NameOf("a-b", "latest"));

    [Theory]
    [InlineData("html,csv,json", "html,csv,json")]
    [InlineData(" CSV , csv", "csv")]
    public void Formats_are_read_as_people_write_them(string text, string expected)
    {
        ReportFormats.TryParse(text, out var formats, out _).Should().BeTrue();
        string.Join(',', formats).Should().Be(expected);
    }

    [Theory]
    [InlineData("", "No report format was named; choose from html, csv, json, xlsx, oscal, ocsf.")]
    [InlineData("pdf,html", "Unknown report format pdf; choose from html, csv, json, xlsx, oscal, ocsf.")]
    [InlineData("\u001B[2J", "Unknown report format \\u001B[2j; choose from html, csv, json, xlsx, oscal, ocsf.")]
    public void A_format_that_is_not_known_is_refused_by_name(string text, string message)
    {
        ReportFormats.TryParse(text, out _, out var error).Should().BeFalse();
        error.Should().Be(message);
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private ReportFiles Files(IEnumerable<IReportWriter>? more = null)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time).AddReports();
        using var provider = services.BuildServiceProvider();
        return new ReportFiles([.. provider.GetServices<IReportWriter>(), .. more ?? []], time, NullLogger<ReportFiles>.Instance);
    }

    private sealed class ScriptedWriter(Action<Stream> script) : IReportWriter
    {
        public string Format => "scripted";

        public string FileEnding => ".scripted";

        public Task WriteAsync(ReportModel model, Stream output, CancellationToken cancellationToken)
        {
            script(output);
            return Task.CompletedTask;
        }
    }
}
