using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.IO.Compression;
using System.Text;
using ComplianceAgent.Inventory.Files;

namespace ComplianceAgent.Tests.Inventory.Files;

public sealed class ArchiveTests
{
    private static readonly byte[] Csv = Encoding.UTF8.GetBytes(Given.Csv(50));

    [Fact]
    public async Task A_wrong_checksum_is_a_fault_and_the_rows_before_it_are_kept()
    {
        var zip = Given.Zip(Csv, "a.csv");
        zip[CentralHeader(zip) + 16] ^= 1;
        var outcome = await Given.Read(zip, Given.Collector());
        outcome.Faults.Should().ContainSingle().Which.Code.Should().Be("zip-crc");
        outcome.Rows.Should().Be(50);
    }

    [Fact]
    public async Task A_flipped_bit_in_stored_data_is_found()
    {
        var zip = Stored(Csv);
        zip[zip.AsSpan().IndexOf("TikTok"u8)] ^= 0x20;
        (await Given.Read(zip, Given.Collector())).Faults.Should().ContainSingle().Which.Code.Should().Be("zip-crc");
    }

    [Theory]
    [InlineData(24)]
    public async Task A_length_that_is_not_the_announced_one_is_never_complete(int field)
    {
        foreach (var difference in (int[])[-5, -1, 1, 5])
        {
            var zip = Given.Zip(Csv, "a.csv");
            var at = zip.AsSpan(CentralHeader(zip) + field);
            BinaryPrimitives.WriteInt32LittleEndian(at, BinaryPrimitives.ReadInt32LittleEndian(at) + difference);
            var collector = Given.Collector();
            try
            {
                (await Given.Read(zip, collector)).Faults.Should().NotBeEmpty();
            }
            catch (ComplianceAgent.Inventory.InventoryException broken)
            {
                broken.Reason.Code.Should().Be("zip-broken");
            }
        }
    }

    [Fact]
    public async Task Damage_anywhere_in_the_packed_data_is_never_complete()
    {
        var whole = Given.Zip(Csv, "a.csv");
        var (from, to) = (30 + "a.csv".Length, CentralHeader(whole));
        for (var at = from; at < to; at++)
        {
            var zip = whole.ToArray();
            zip[at] ^= 0x55;
            try
            {
                // The last bytes only say that nothing follows; damaged, they leave the content as it is, and the checksum says so.
                var collector = Given.Collector();
                var outcome = await Given.Read(zip, collector);
                (outcome.Faults.Count > 0 || at >= to - 4).Should().BeTrue("byte {0} of {1} was damaged", at, to);
                outcome.Rows.Should().BeLessThanOrEqualTo(50);
            }
            catch (ComplianceAgent.Inventory.InventoryException)
            {
                // Nothing could be read at all: as good.
            }
        }
    }

    [Fact]
    public async Task Two_files_are_refused_by_name()
    {
        var read = () => Given.Read(Given.Zip(Csv, "a.csv", "b\u001b.csv"), Given.Collector());
        var reason = (await read.Should().ThrowAsync<ComplianceAgent.Inventory.InventoryException>()).Which.Reason;
        reason.Code.Should().Be("zip-second-file");
        reason.Parameters["entry"].Should().Be("b\uFFFD.csv");
    }

    [Theory]
    [InlineData("a.zip", "zip-nested")]
    [InlineData("a.txt", "zip-entry-kind")]
    [InlineData("a.exe", "zip-entry-kind")]
    [InlineData("../a.csv", "zip-entry-path")]
    [InlineData("/a.csv", "zip-entry-path")]
    [InlineData("..\\a.csv", "zip-entry-path")]
    [InlineData("C:a.csv", "zip-entry-path")]
    [InlineData("sub/a.csv", "zip-entry-path")]
    public async Task Entries_with_odd_names_are_refused(string entry, string code) =>
        (await Given.Refusal(Given.Zip(Csv, entry))).Should().Be(code);

    [Fact]
    public async Task A_zip_called_csv_inside_a_zip_is_refused() => (await Given.Refusal(Given.Zip(Given.Zip(Csv, "a.csv"), "b.csv"))).Should().Be("zip-nested");

    [Fact]
    public async Task An_empty_zip_is_refused() => (await Given.Refusal(Given.Zip([], []))).Should().Be("zip-empty");

    [Fact]
    public async Task A_workbook_is_refused_with_advice() => (await Given.Refusal(Given.Zip("<x/>", "[Content_Types].xml"))).Should().Be("file-document");

    [Fact]
    public async Task An_encrypted_entry_is_refused()
    {
        var zip = Given.Zip(Csv, "a.csv");
        zip[6] |= 1;
        zip[CentralHeader(zip) + 8] |= 1;
        (await Given.Refusal(zip)).Should().Be("zip-encrypted");
    }

    [Fact]
    public async Task Too_many_entries_are_refused_before_they_are_read()
    {
        var zip = Given.Zip([], [.. Enumerable.Range(0, 11).Select(n => $"{n}.csv")]);
        (await Given.Refusal(zip, new ArchiveLimits { MaxEntries = 10 })).Should().Be("zip-too-many-entries");
    }

    [Fact]
    public async Task A_directory_that_lies_about_its_count_is_not_read_into_memory()
    {
        var zip = Given.Zip([], [.. Enumerable.Range(0, 20_000).Select(n => $"{n:D12}.csv")]);
        var end = zip.Length - 22;
        zip[end + 10] = 1;
        zip[end + 11] = 0;
        (await Given.Refusal(zip)).Should().Be("zip-too-many-entries");
    }

    [Fact]
    public async Task A_bomb_is_refused_by_ratio_and_by_size()
    {
        var bomb = Given.Zip(new byte[32 << 20], "a.csv");
        (await Given.Refusal(bomb)).Should().Be("zip-ratio");
        (await Given.Refusal(bomb, new ArchiveLimits { MaxBytes = 1 << 20 })).Should().Be("zip-too-large");
    }

    [Fact]
    public async Task A_bomb_that_announces_little_unpacks_to_no_more_than_that()
    {
        var bomb = Given.Zip(new byte[32 << 20], "a.csv");
        BinaryPrimitives.WriteInt32LittleEndian(bomb.AsSpan(CentralHeader(bomb) + 24), 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Given.Refusal(bomb);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(8 << 20);
    }

    [Fact]
    public async Task Zip64_is_read()
    {
        // A zip written to a stream that cannot seek carries its sizes behind the data; the 64-bit records are added by hand.
        var zip = WithZip64End(Given.Zip(Csv, "a.csv"));
        var outcome = await Given.Read(zip, Given.Collector());
        outcome.Faults.Should().BeEmpty();
        outcome.Rows.Should().Be(50);
    }

    [Theory]
    [InlineData(nameof(ArchiveLimits.MaxEntries), 0, "Inventory:Archive:MaxEntries must lie between 1 and 10000.")]
    [InlineData(nameof(ArchiveLimits.MaxRatio), 1, "Inventory:Archive:MaxRatio must lie between 2 and 1100.")]
    [InlineData(nameof(ArchiveLimits.MaxBytes), 5L, "Inventory:Archive:MaxBytes must lie between 1048576 (1 MiB) and 1099511627776 (1 TiB).")]
    public void A_limit_out_of_range_names_its_key_and_range(string key, object value, string message)
    {
        var limits = new ArchiveLimits();
        typeof(ArchiveLimits).GetProperty(key)!.SetValue(limits, value);
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(limits, new ValidationContext(limits), results, validateAllProperties: true).Should().BeFalse();
        results.Should().ContainSingle().Which.ErrorMessage.Should().Be(message);
    }

    [Fact]
    public void The_defaults_let_sixty_million_rows_through()
    {
        var limits = new ArchiveLimits();
        Validator.TryValidateObject(limits, new ValidationContext(limits), null, validateAllProperties: true).Should().BeTrue();
        limits.MaxBytes.Should().BeGreaterThan(60_000_000L * 271);
    }

    private static int CentralHeader(byte[] zip) => zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);

    private static byte[] Stored(byte[] content)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var stream = archive.CreateEntry("a.csv", CompressionLevel.NoCompression).Open())
        {
            stream.Write(content);
        }

        return bytes.ToArray();
    }

    private static byte[] WithZip64End(byte[] zip)
    {
        var end = zip.Length - 22;
        var directory = BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(end + 16));
        var size = BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(end + 12));
        var record = new byte[56 + 20];
        "PK\u0006\u0006"u8.CopyTo(record);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(4), 44);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(12), 45);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(14), 45);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(24), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(32), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(40), size);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(48), directory);
        "PK\u0006\u0007"u8.CopyTo(record.AsSpan(56));
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(64), (ulong)end);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(72), 1);
        var tail = zip[end..];
        tail.AsSpan(8, 12).Fill(0xFF);
        tail.AsSpan(16, 4).Fill(0xFF);
        return [.. zip[..end], .. record, .. tail];
    }
}
