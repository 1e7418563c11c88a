using System.Text;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Tests.Inventory.Files;

/// <summary>A file cut off anywhere is never read as complete.</summary>
public sealed class TruncationTests
{
    [Fact]
    public Task A_zip_cut_anywhere() => NeverComplete(Given.Zip(Given.Csv(12)), _ => false);

    [Fact]
    public Task A_zip_of_json_cut_anywhere() => NeverComplete(Given.Zip(Given.Json(12), "a.json"), _ => false);

    [Fact]
    public Task Json_cut_anywhere() => NeverComplete(Encoding.UTF8.GetBytes(Given.Json(12)), _ => false);

    [Fact]
    public async Task A_csv_cut_anywhere_but_between_two_rows()
    {
        var csv = Encoding.UTF8.GetBytes(Given.Csv(12));

        // Between two rows is before, within or after the CRLF: what is left is a whole file of fewer rows, and nobody can tell.
        await NeverComplete(csv, length => csv[length - 1] is (byte)'\r' or (byte)'\n' || IsUndetectableEnd(csv, length));
    }

    [Fact]
    public async Task A_utf16_csv_cut_anywhere_but_between_two_rows()
    {
        byte[] csv = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Given.Csv(4))];
        await NeverComplete(csv, length => length % 2 == 0 && (csv[length - 2] is (byte)'\r' or (byte)'\n' || (length < csv.Length && csv[length] == '\r' && LastValueRepeats(Encoding.Unicode.GetString(csv, 2, length - 2)))));
    }

    [Fact]
    public async Task Rows_before_the_cut_are_kept()
    {
        var csv = Given.Csv(30);
        var collector = Given.Collector();
        var outcome = await Given.Read(csv[..(csv.Length - 60)], collector);
        outcome.Faults.Should().ContainSingle();
        outcome.Rows.Should().Be(29);
        collector.Hits.Should().HaveCount(6);
    }

    [Fact]
    public async Task A_list_that_announces_more_rows_than_it_holds_is_incomplete()
    {
        var outcome = await Given.Read("""{"TotalRowCount":3,"Schema":["ApplicationName","DeviceId"],"Values":[["TikTok","d1"]]}""", Given.Collector());
        outcome.Faults.Should().ContainSingle().Which.Code.Should().Be("json-fewer-rows");
    }

    // Cut right before its line break, a last value that repeats the row before is taken as whole: it is.
    private static bool IsUndetectableEnd(byte[] csv, int length) =>
        csv[length] == '\r' && LastValueRepeats(Encoding.UTF8.GetString(csv, 0, length));

    private static bool LastValueRepeats(string text)
    {
        var lines = text.Split("\r\n");
        return lines.Length > 2 && lines[^1].Split(',')[^1] == lines[^2].Split(',')[^1];
    }

    private static async Task NeverComplete(byte[] whole, Func<int, bool> isExcused)
    {
        (await IsComplete(whole)).Should().BeTrue();
        for (var length = 0; length < whole.Length; length++)
        {
            if (length == 0 || !isExcused(length))
            {
                (await IsComplete(whole[..length])).Should().BeFalse("it was cut after {0} of {1} bytes", length, whole.Length);
            }
        }
    }

    private static async Task<bool> IsComplete(byte[] content)
    {
        try
        {
            return (await Given.Read(content, Given.Collector())).Faults.Count == 0;
        }
        catch (InventoryException)
        {
            return false;
        }
    }
}
