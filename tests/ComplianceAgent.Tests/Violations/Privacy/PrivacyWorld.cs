using System.Globalization;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Violations.Reviews;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Violations.Privacy;

/// <summary>Somebody with a phone, as Intune's device list names them.</summary>
internal sealed record Owner(string Device, string DeviceName, string UserId, string Upn, string Mail, string Name, string Serial)
{
    public string Row(string platform = "iOS") => $"{Device},\"{DeviceName}\",Corporate,{platform},{UserId},{Upn},{Mail},\"{Name}\",{Serial}";

    /// <summary>Everything that must be found nowhere once they are erased.</summary>
    public IReadOnlyList<string> Traces => [DeviceName, UserId, Upn, Mail, Name, Serial];
}

/// <summary>Exported files of a fleet whose months pass, a policy that allows exceptions, and people at the command line.</summary>
internal sealed class PrivacyWorld : IDisposable
{
    public static readonly Owner Ann = new(
        "11111111-0000-4000-8000-000000000001", "Annelies-Telefoon é & Co", "aaaaaaaa-0000-4000-8000-00000000000a", "annelies.o'janssens@contoso.example", "a.janssens@mail.contoso.example", "Annelies O'Janssens-Ñandú", "F17ANNELIES01");

    public static readonly Owner Bob = new(
        "22222222-0000-4000-8000-000000000002", "Bobs-Telefoon", "bbbbbbbb-0000-4000-8000-00000000000b", "bob.peeters@contoso.example", "b.peeters@mail.contoso.example", "Bob Peeters-Claes", "F17BOBPEETERS2");

    public static readonly DateTimeOffset Start = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Start);

    public PrivacyWorld()
    {
        Agent = new AgentFixture { Clock = clock };
        Agent.Set("Policies:Use:0", Agent.Write("ours.yaml", "schema: 1\npolicy: ours\nextends: be-federal-tiktok\nexceptions: { reasons: [research], maximumDays: 90 }\n"))
            .Set("Reports:Directory", Reports).Set("Serilog:MinimumLevel:Default", "Verbose");
    }

    public AgentFixture Agent { get; }

    /// <summary>Store to work on; another than a file of the fixture's own when set.</summary>
    public string? Store { get; set; }

    public string Reports => Path.Combine(Agent.Folder, "reports");

    public DateTimeOffset Now => clock.GetUtcNow();

    public void Pass(TimeSpan time) => clock.Advance(time);

    /// <summary>Lets whole months pass.</summary>
    public void PassMonths(int months, int days = 0) => clock.SetUtcNow(clock.GetUtcNow().AddMonths(months).AddDays(days));

    /// <summary>Scans Ann's and Bob's phones with the apps that each has now, and writes reports.</summary>
    public async Task<AgentOutcome> ScanAsync(string annHas, string bobHas, Owner? ann = null, Owner? bob = null)
    {
        (ann, bob) = (ann ?? Ann, bob ?? Bob);
        var rows = new StringBuilder("DeviceId,ApplicationName,ApplicationVersion,ApplicationPublisher,Platform\n");
        foreach (var (owner, app) in new[] { (ann, annHas), (bob, bobHas) })
        {
            rows.Append(CultureInfo.InvariantCulture, $"{owner.Device},{app},{(app == "TikTok" ? "1.0,TikTok Pte. Ltd." : "2.0,Microsoft")},IOS\n{owner.Device},Teams,{Now.DayOfYear},Microsoft,IOS\n");
        }

        Agent.Write("rows.csv", rows.ToString());
        Agent.Write(
            "devices.csv",
            "DeviceId,DeviceName,Ownership,OS,UserId,UPN,EmailAddress,UserDisplayName,SerialNumber,LastContact,EnrolledDate\n"
            + string.Concat(new[] { ann, bob }.Select(owner => $"{owner.Row()},{Now:yyyy-MM-dd HH:mm:ss},2025-01-01\n")));
        var outcome = await RunAsync("scan", "--inventory", "rows.csv", "--device-list", "devices.csv", "--output", Reports);
        File.Delete(Path.Combine(Agent.Folder, "rows.csv"));
        File.Delete(Path.Combine(Agent.Folder, "devices.csv"));
        return outcome;
    }

    /// <summary>Both found with the app, then without it a week later.</summary>
    public async Task EndBothAsync()
    {
        (await ScanAsync("TikTok", "TikTok")).Code.Should().Be(0);
        Pass(TimeSpan.FromDays(7));
        (await ScanAsync("Outlook", "Outlook")).Code.Should().Be(0);
    }

    /// <summary>Ann's ended, Bob's still open.</summary>
    public async Task EndAnnsAsync()
    {
        (await ScanAsync("TikTok", "TikTok")).Code.Should().Be(0);
        Pass(TimeSpan.FromDays(7));
        (await ScanAsync("Outlook", "TikTok")).Code.Should().Be(0);
    }

    public Task<AgentOutcome> RunAsync(params string[] args) => Agent.RunAsync([.. args, "--store", Store ?? Agent.StorePath]);

    public Task<AgentOutcome> AsAsync(string account, params string[] args)
    {
        Agent.Account = new Author(account + "@pc-7", Author.OsAccount);
        return RunAsync(args);
    }

    public Task<AgentOutcome> PrivacyAsync(params string[] args) => AsAsync("dpo", ["privacy", .. args]);

    /// <summary>What is kept of a person.</summary>
    public async Task<JsonElement> ExportAsync(string user, params string[] more)
    {
        var outcome = await PrivacyAsync(["export", "--user", user, .. more]);
        outcome.Code.Should().Be(0, outcome.Error);
        return JsonDocument.Parse(outcome.Out).RootElement;
    }

    /// <summary>The id of somebody's violation.</summary>
    public async Task<string> ViolationOfAsync(Owner owner) =>
        (await ExportAsync(owner.Upn)).GetProperty("violations").EnumerateArray().Single().GetProperty("id").GetString()!;

    public async Task<AgentOutcome> VerifyAsync(params string[] more) => await RunAsync(["audit", "verify", .. more]);

    /// <summary>Everything in the store, as text.</summary>
    public async Task<string> ContentAsync()
    {
        var file = Path.Combine(Agent.Folder, $"content-{Guid.NewGuid():N}.jsonl");
        (await RunAsync("tenants", "remove", "local", "--export", file)).Code.Should().Be(0);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        return System.Text.RegularExpressions.Regex.Unescape(text);
    }

    /// <summary>Files under the fixture's folder that hold a text, in UTF-8, UTF-16 or as JSON or HTML write it.</summary>
    public IReadOnlyList<string> FilesWith(string text)
    {
        byte[][] forms =
        [
            Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.BigEndianUnicode.GetBytes(text), Encoding.Latin1.GetBytes(text), Encoding.UTF8.GetBytes(JsonEncodedText.Encode(text).ToString()),
            Encoding.UTF8.GetBytes(System.Text.Encodings.Web.HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(text)),
        ];
        return [.. Directory.EnumerateFiles(Agent.Folder, "*", SearchOption.AllDirectories).Where(path => Read(path) is var bytes && forms.Any(form => bytes.AsSpan().IndexOf(form) >= 0))];
    }

    public void Dispose() => Agent.Dispose();

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
