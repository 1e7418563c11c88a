using System.Text;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Tests.Inventory.Files;

/// <summary>A file that was not understood is never an inventory without violations.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string> Files => new()
    {
        { "", "file-empty" },
        { "  \r\n ", "file-empty" },
        { "\uFEFF", "file-empty" },
        { "<html><body>Sign in</body></html>", "file-markup" },
        { "%PDF-1.7", "file-document" },
        { "7z\u00bc\u00af\u0027\u001c", "columns-missing" },
        { Given.Header + "\r\n", "no-rows" },
        { Given.Header, "no-rows" },
        { Given.Header + "\r\n\r\n\r\n", "no-rows" },
        { Given.Header + "\r\nonly,three,columns\r\n", "no-rows" },
        { "hello", "columns-missing" },
        { "ApplicationName,Platform\nTikTok,IOS\n", "columns-missing" },
        { "ApplicationId,ApplicationKey,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceCount,Platform\na,b,TikTok,,1,5,IOS\n", "file-is-app-aggregate" },
        { "[{\"ApplicationName\":\"TikTok\",\"DeviceCount\":5}]", "file-is-app-aggregate" },
        { "DeviceId,DeviceName,OwnerType,OS,LastContact\nd,n,1,iOS,2026-11-20\n", "file-is-device-list" },
        { "{\"values\":[{\"DeviceId\":\"d\",\"OwnerType\":1}]}", "file-is-device-list" },
        { "{\"values\":[]}", "no-rows-or-columns" },
        { "[]", "no-rows-or-columns" },
        { "{\"values\":[{\"a\":1},2,null]}", "columns-missing" },
        { "{\"error\":{\"code\":\"Forbidden\"}}", "json-no-values" },
        { "{\"values\":{\"a\":1}}", "json-no-values" },
        { "{\"Values\":[[\"TikTok\",\"d1\"]],\"Schema\":[\"ApplicationName\",\"DeviceId\"]}", "json-without-schema" },
        { "{\"Schema\":[\"ApplicationName\"],\"Values\":[[\"TikTok\"]]}", "columns-missing" },
        { "{\"values\":[{\"ApplicationName\":", "json-ends-short" },
        { "{]", "json-broken" },
        { "{\"x\":" + new string('[', 100_000), "json-broken" },
        { string.Join(',', Enumerable.Range(0, 2000)) + "\n", "csv-too-many-columns" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task It_is_refused_with_its_reason(string content, string code)
    {
        var refusal = await Given.Refusal(Encoding.UTF8.GetBytes(content));
        if (code == "no-rows-or-columns")
        {
            refusal.Should().BeOneOf("no-rows", "columns-missing");
        }
        else
        {
            refusal.Should().Be(code);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, "file-other-archive")]
    [InlineData(new byte[] { (byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C }, "file-other-archive")]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0 }, "file-document")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4 }, "zip-broken")]
    public async Task Other_kinds_of_file_are_refused(byte[] content, string code) => (await Given.Refusal(content)).Should().Be(code);

    [Fact]
    public async Task The_message_names_the_missing_columns_and_those_found()
    {
        var read = () => Given.Read("Name,Device\nTikTok,d1\n", Given.Collector());
        (await read.Should().ThrowAsync<InventoryException>())
            .WithMessage("export has no column ApplicationName, DeviceId. Found: Name, Device. Export AppInvRawData (apps) or Devices (device list) with these columns.");
    }

    [Fact]
    public async Task Json_that_breaks_after_some_rows_keeps_them_and_is_incomplete()
    {
        var collector = Given.Collector();
        var outcome = await Given.Read("{\"values\":[{\"ApplicationName\":\"TikTok\",\"DeviceId\":\"d1\"},{oops", collector);
        outcome.Faults.Should().ContainSingle().Which.Code.Should().Be("json-broken");
        collector.Hits.Should().HaveCount(1);
    }

    [Fact]
    public async Task Every_reason_has_a_sentence()
    {
        foreach (var row in Files)
        {
            var read = () => Given.Read(row.Data.Item1, Given.Collector());
            (await read.Should().ThrowAsync<InventoryException>()).Which.Message.Should().Contain(" ").And.NotContain("{file}").And.NotStartWith(row.Data.Item2);
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_read_promptly()
    {
        using var cancel = new CancellationTokenSource();
        using var stream = new CancellingStream(cancel);
        var read = Given.Reader().ReadAsync(stream, "export", Given.Collector(), Given.NoProgress, cancel.Token);
        await ((Func<Task>)(() => read)).Should().ThrowAsync<OperationCanceledException>();
        stream.Position.Should().BeLessThan(stream.Length / 2, "the rest of the export is of no use to anyone");
    }

    /// <summary>256 MiB of sound rows, whose reader is told to stop at the fifth read.</summary>
    private sealed class CancellingStream(CancellationTokenSource cancel) : Stream
    {
        private static readonly byte[] Head = "ApplicationName,DeviceId,Platform\n"u8.ToArray();
        private static readonly byte[] Row = "TikTok,11111111-1111-1111-1111-111111111111,iOS\n"u8.ToArray();
        private int reads;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => 256L << 20;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override int Read(Span<byte> buffer)
        {
            if (++reads == 5)
            {
                cancel.Cancel();
            }

            var count = (int)Math.Min(Math.Min(buffer.Length, 1 << 20), Length - Position);
            for (var i = 0; i < count; i++, Position++)
            {
                buffer[i] = Position < Head.Length ? Head[Position] : Row[(Position - Head.Length) % Row.Length];
            }

            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
