using ComplianceAgent.Violations.Evidence;

namespace ComplianceAgent.Tests.Violations.Evidence;

public sealed class AppendOnlyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("append-").FullName;

    private string File => Path.Combine(folder, "checkpoints.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Agents_that_append_at_once_lose_and_mix_no_line()
    {
        Parallel.For(0, 8, writer =>
        {
            for (var i = 0; i < 100; i++)
            {
                AppendOnlyFile.Append(File, $"{writer}-{i}-{new string('x', 600)}");
            }
        });

        // Who looks while another writes may take its line for one that was cut off, and leave an empty line.
        string[] lines = [.. System.IO.File.ReadAllLines(File).Where(line => line.Length > 0)];
        lines.Should().HaveCount(800).And.OnlyHaveUniqueItems().And.OnlyContain(line => line.Length > 600 && line.EndsWith('x'));
        foreach (var writer in Enumerable.Range(0, 8))
        {
            lines.Where(line => line.StartsWith($"{writer}-", StringComparison.Ordinal)).Select(line => int.Parse(line.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture)).Should().BeInAscendingOrder();
        }
    }

    [Fact]
    public void A_line_that_was_cut_off_spoils_no_later_one_and_nothing_is_written_anew()
    {
        System.IO.File.WriteAllText(File, "{\"at\":\"2026");

        AppendOnlyFile.Append(File, "{\"whole\":1}");
        AppendOnlyFile.Append(File, "{\"whole\":2}");

        System.IO.File.ReadAllText(File).Should().Be("{\"at\":\"2026\n{\"whole\":1}\n{\"whole\":2}\n");
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_an_error_with_its_path() =>
        FluentActions.Invoking(() => AppendOnlyFile.Append(Path.Combine(folder, "none", "c.jsonl"), "x")).Should().Throw<IOException>().WithMessage("*none*");
}
