using System.Text;

namespace ComplianceAgent.Commands;

/// <summary>
/// Standard error as a scheduler may hand it over: a file on a full disk, a pipe nobody reads. What cannot be told there is dropped;
/// it must not end the work that it tells of. Results, on standard output, are not treated so lightly.
/// </summary>
internal sealed class BestEffortWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception refused) when (Hosting.FileSizeLimit.IsRefusedWrite(refused))
        {
            // There is no third place to say so.
        }
    }
}
