using System.Text;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Tests.Inventory.Files;

/// <summary>No name, however odd, may stop a read or cost a normal row.</summary>
public sealed class PoisonTests
{
    private const int NormalRows = 10_000;

    private static readonly string[] Texts =
    [
        "\0", "TikTok\0", "[/]", "[red]x", "\u001b]52;c;AAAA\u0007", "\u001b[2J", "\u202Egnp.TikTok", "a\u2028b", "\"", "\"\"", "a\"b", "\"; DROP TABLE", "a\nb", "a\r\nb", "a\rb", ",", ";;;", "\t",
        "=HYPERLINK(\"http://x\")", "{placeholder}", "<script>alert(1)</script>", "\uFFFE", "\uFFFF", "\uFEFF", "\u0085", "\u009b31m", "…", ". .", "...", " ", "\u3000", "𝕋ikTok", "😀", "null",
    ];

    [Fact]
    public async Task Hostile_names_in_csv_cost_no_normal_row()
    {
        var bytes = new MemoryStream();
        bytes.Write("ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId,Platform\n"u8);
        var hostile = CsvPoison().ToArray();
        await Mix(bytes, hostile, n => $"App {n % 100},P,{n % 7},{Given.DeviceId(n / 10)},Windows\n");

        var collector = Given.Collector();
        var outcome = await Given.Read(new MemoryStream(bytes.ToArray()), collector);
        Check(collector, outcome, hostile.Length);
    }

    [Fact]
    public async Task Hostile_names_in_json_cost_no_normal_row()
    {
        var bytes = new MemoryStream();
        bytes.Write("{\"values\":["u8);
        var hostile = JsonPoison().ToArray();
        await Mix(bytes, hostile, n => $"{{\"ApplicationName\":\"App {n % 100}\",\"ApplicationPublisher\":\"P\",\"ApplicationVersion\":\"{n % 7}\",\"DeviceId\":\"{Given.DeviceId(n / 10)}\",\"Platform\":\"Windows\"}},");
        bytes.Write("{\"ApplicationName\":\"App 0\",\"DeviceId\":\"last\"}]}"u8);

        var collector = Given.Collector();
        var outcome = await Given.Read(new MemoryStream(bytes.ToArray()), collector);
        Check(collector, outcome with { Rows = outcome.Rows - 1 }, hostile.Length);
    }

    [Fact]
    public async Task Lone_surrogates_in_utf16_become_the_replacement_character()
    {
        var collector = Given.Collector(_ => true);
        byte[] content = [0xFF, 0xFE, .. Units("ApplicationName,DeviceId,Platform\nTik\uD800Tok,d1,IOS\nTik\uDC00,d2,IOS\n😀,d3,IOS\n")];
        var outcome = await Given.Read(content, collector);
        outcome.Faults.Should().BeEmpty();
        collector.WantedApps.Values.Select(app => app.Name).Should().Equal("Tik\uFFFDTok", "Tik\uFFFD", "😀");
    }

    [Fact]
    public async Task Lone_surrogates_and_raw_control_characters_in_json_survive()
    {
        var collector = Given.Collector(_ => true);
        var outcome = await Given.Read(
            "{\"values\":[{\"ApplicationName\":\"a\\ud800\",\"DeviceId\":\"d1\"},{\"ApplicationName\":\"\\udc00\\ud83d\\ude00\\u0000b\",\"DeviceId\":\"d\\u0031\"},{\"ApplicationName\":\"c\0\u001bd\te\",\"Device\\u0049d\":\"d1\"}]}",
            collector);
        outcome.Faults.Should().BeEmpty();
        collector.Devices[0].Rows.Should().Be(3);
        collector.WantedApps.Values.Select(app => app.Name).Should().Equal("a\uFFFD", "\uFFFD😀\uFFFDb", "c\uFFFD\uFFFDd e");
    }

    [Fact]
    public async Task A_json_name_of_a_hundred_megabytes_is_cut_and_noted()
    {
        var collector = Given.Collector(_ => true);
        var outcome = await Given.Read(
            Long("{\"values\":[{\"ApplicationName\":\"App\",\"DeviceId\":\"d1\"},{\"DeviceId\":\"d1\",\"ApplicationName\":\"", "\"},{\"ApplicationName\":\"App\",\"DeviceId\":\"d2\"}]}"), collector);
        outcome.Faults.Should().BeEmpty();
        outcome.Rows.Should().Be(3);
        outcome.Notes.Should().Contain(note => note.Code == "fields-cut" && note.Parameters["fields"] == "1");
        collector.WantedApps[1].Name.Should().HaveLength(ForeignText.MaxLength).And.EndWith("…");
    }

    [Theory]
    [InlineData("\"", "\"")]
    [InlineData("", "")]
    public async Task A_csv_field_of_a_hundred_megabytes_is_refused_and_the_rows_before_it_are_kept(string before, string after)
    {
        var collector = Given.Collector();
        var outcome = await Given.Read(Long("ApplicationName,DeviceId,Platform\nTikTok,d1,IOS\n" + before, after + ",d1,IOS\nTikTok,d2,IOS\n"), collector);
        outcome.Faults.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = "csv-row-too-long" });
        outcome.Faults[0].Parameters["line"].Should().Be("3");
        outcome.Rows.Should().Be(1);
    }

    [Fact]
    public async Task A_csv_field_of_a_megabyte_is_cut_and_noted_and_costs_no_row()
    {
        var collector = Given.Collector(_ => true);
        var name = new string('x', 1 << 20);
        var outcome = await Given.Read($"ApplicationName,DeviceId,Platform\n{name},d1,IOS\n\"\"\"{name}\"\"\",d2,IOS\nTikTok,d3,IOS\n", collector);
        outcome.Faults.Should().BeEmpty();
        outcome.Rows.Should().Be(3);
        outcome.Notes.Should().Contain(note => note.Code == "fields-cut" && note.Parameters["fields"] == "2");
        collector.WantedApps[0].Name.Should().StartWith("xx").And.HaveLength(ForeignText.MaxLength).And.EndWith("…");
        collector.WantedApps[1].Name.Should().StartWith("\"xx").And.HaveLength(ForeignText.MaxLength).And.EndWith("…");
    }

    private static LongStream Long(string head, string tail) => new(Encoding.UTF8.GetBytes(head), 100 << 20, Encoding.UTF8.GetBytes(tail));

    [Fact]
    public async Task Rows_with_a_wrong_count_are_set_aside_and_the_first_is_named()
    {
        var collector = Given.Collector();
        var outcome = await Given.Read("ApplicationName,DeviceId,Platform\nTikTok,d1,IOS\nTikTok,d2\nTikTok,d3,IOS,x\nTikTok,,IOS\nTikTok,d4,IOS\n", collector);
        outcome.Faults.Should().BeEmpty();
        outcome.Rows.Should().Be(2);
        collector.SetAside["row-wrong-columns"].Should().Be(new SetAsideRows(2, "export:3"));
        collector.SetAside["row-without-device"].Should().Be(new SetAsideRows(1, "export:5"));
        // The scan tells of rows set aside, once, whatever source and file they came from.
        outcome.Notes.Should().NotContain(note => note.Code == "rows-set-aside");
    }

    [Fact]
    public async Task A_quote_that_swallows_rows_makes_the_read_incomplete()
    {
        var outcome = await Given.Read("ApplicationName,DeviceId,Platform\nApp,d1,IOS\n\"App,d2,IOS\nTikTok,d3,IOS\nApp\",d4,IOS,\nApp,d5,IOS\n", Given.Collector());
        outcome.Faults.Should().ContainSingle().Which.Code.Should().Be("csv-quotes-broken");
    }

    private static void Check(InventoryCollector collector, ExportReadOutcome outcome, int hostile)
    {
        outcome.Faults.Should().BeEmpty();
        outcome.Rows.Should().Be(NormalRows + hostile);
        collector.SetAside.Should().BeEmpty();
        for (var device = 0; device < NormalRows / 10; device++)
        {
            collector.Devices[collector.Find(Given.DeviceId(device))].Rows.Should().Be(10);
        }

        collector.Devices[collector.Find("hostile")].Rows.Should().Be(hostile);
    }

    private static async Task Mix(MemoryStream bytes, byte[][] hostile, Func<int, string> normal)
    {
        var at = 0;
        for (var n = 0; n < NormalRows; n++)
        {
            await bytes.WriteAsync(Encoding.UTF8.GetBytes(normal(n)));
            if (n % (NormalRows / hostile.Length) == 0 && at < hostile.Length)
            {
                await bytes.WriteAsync(hostile[at++]);
            }
        }

        at.Should().Be(hostile.Length).And.BeGreaterThan(200);
    }

    private static IEnumerable<byte[]> CsvPoison()
    {
        byte[][] raw = [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80], [0x80], [0xE2, 0x82], new byte[33_000], Encoding.UTF8.GetBytes(new string('é', 1 << 20))];
        foreach (var name in Texts.SelectMany(text => (string[])[text, "TikTok " + text, text + text, text + " TikTok", "x" + text + "y", text + "\u0301"]).Select(Encoding.UTF8.GetBytes).Concat(raw))
        {
            yield return [.. "\""u8, .. name.SelectMany(b => b == '"' ? (byte[])[b, b] : [b]), .. "\",\"\",1,hostile,Windows\n"u8];
        }
    }

    private static IEnumerable<byte[]> JsonPoison() =>
        Texts.SelectMany(text => (string[])[text, "TikTok " + text, text + text, text + " TikTok", "x" + text + "y", text + "\u0301"])
            .Select(text => System.Text.Json.JsonSerializer.Serialize(text))
            .Concat(["\"\\ud800\"", "\"\\udfff\\ud800\"", "\"\\ud800\\u0041\"", "null", "12", "1.5e300", "true", "{}", "[]", "{\"a\":[1,{\"b\":2}]}", $"\"{new string('x', 1 << 20)}\"", $"\"{new string('x', (64 << 10) - 1)}\\u00e9\"", "\"\0\""])
            .Select(name => Encoding.UTF8.GetBytes($"{{\"Nested\":{{\"DeviceId\":\"no\"}},\"ApplicationName\":{name},\"DeviceId\":\"hostile\"}},"));

    private static IEnumerable<byte> Units(string text) => text.SelectMany(unit => (byte[])[(byte)unit, (byte)(unit >> 8)]);
}

/// <summary>A head, a very long run of one letter, and a tail; nothing of it in memory.</summary>
internal sealed class LongStream(byte[] head, long run, byte[] tail) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => head.Length + run + tail.Length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // Always at once, so that a test may count what its own thread allocates.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override int Read(Span<byte> buffer)
    {
        int read;
        if (Position < head.Length)
        {
            read = Copy(head.AsSpan((int)Position), buffer);
        }
        else if (Position < head.Length + run)
        {
            read = (int)Math.Min(buffer.Length, head.Length + run - Position);
            buffer[..read].Fill((byte)'x');
        }
        else
        {
            read = Copy(tail.AsSpan((int)(Position - head.Length - run)), buffer);
        }

        Position += read;
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var length = Math.Min(from.Length, to.Length);
        from[..length].CopyTo(to);
        return length;
    }
}
