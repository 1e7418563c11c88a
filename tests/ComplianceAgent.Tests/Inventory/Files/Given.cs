using System.IO.Compression;
using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Tests.Inventory.Files;

/// <summary>What the tests of this folder share: a collector, a reader, and files made without the code under test.</summary>
internal static class Given
{
    public const string Header = "ApplicationKey,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId,DeviceName,OSDescription,OSVersion,Platform,UserId,UserName,EmailAddress";

    public static readonly IProgress<InventoryProgress> NoProgress = new Progress<InventoryProgress>();

    public static InventoryCollector Collector(Func<DistinctApp, bool>? isWanted = null, Func<ManagedDevice, bool>? keeps = null, byte key = 7) => new(
        isWanted ?? (app => app.Name.Contains("TikTok", StringComparison.OrdinalIgnoreCase)),
        keeps ?? (_ => false),
        (device, hasRows) => DeviceObservability.Of(device, hasRows, true, new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero), new ObservabilityOptions()),
        Enumerable.Repeat(key, 32).ToArray());

    public static ExportFileReader Reader(ArchiveLimits? limits = null) => new(Options.Create(limits ?? new ArchiveLimits()));

    public static Task<ExportReadOutcome> Read(Stream content, InventoryCollector collector, ArchiveLimits? limits = null) =>
        Reader(limits).ReadAsync(content, "export", collector, NoProgress, TestContext.Current.CancellationToken);

    public static Task<ExportReadOutcome> Read(byte[] content, InventoryCollector collector, ArchiveLimits? limits = null) => Read(new MemoryStream(content), collector, limits);

    public static Task<ExportReadOutcome> Read(string content, InventoryCollector collector) => Read(Encoding.UTF8.GetBytes(content), collector);

    public static string DeviceId(int n) => new Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString();

    public static string Csv(int rows, string newLine = "\r\n") => Header + newLine + string.Concat(Enumerable.Range(0, rows).Select(n =>
        $"k{n},{(n % 5 == 0 ? "TikTok" : $"\"App, {n}\"")},\"Müller, Söhne \"\"Planer\"\" – 日本語\",{n}.0,{DeviceId(n / 3)},WS-{n / 3},Windows,10.0,Windows,u{n / 3},u{n / 3}@contoso.example,u{n / 3}@contoso.example{newLine}"));

    public static string Json(int rows) => "{\"values\":[" + string.Join(",", Enumerable.Range(0, rows).Select(n =>
        $"{{\"ApplicationName\":\"{(n % 5 == 0 ? "TikTok" : $"App \\u00e9 {n}")}\",\"ApplicationPublisher\":null,\"ApplicationVersion\":\"{n}\",\"DeviceId\":\"{DeviceId(n / 3)}\",\"Platform\":\"IOS\"}}")) + "]}";

    public static byte[] Zip(string content, string entry = "AppInvRawData_1.csv") => Zip(Encoding.UTF8.GetBytes(content), entry);

    public static byte[] Zip(byte[] content, params string[] entries)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                using var stream = archive.CreateEntry(entry, CompressionLevel.Optimal).Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    public static async Task<string> Refusal(byte[] content, ArchiveLimits? limits = null)
    {
        var read = () => Read(content, Collector(), limits);
        return (await read.Should().ThrowAsync<InventoryException>()).Which.Reason.Code;
    }
}

/// <summary>Hands out its content in bites of a given size.</summary>
internal sealed class BitingStream(byte[] content, int bite) : MemoryStream(content)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(bite, buffer.Length)], cancellationToken);

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(bite, buffer.Length)]);
}
