using ComplianceAgent.Diagnostics;
using Spectre.Console;

namespace ComplianceAgent.Commands;

/// <summary>
/// Writes for people: tables and progress where there is a terminal, plain text where there is none. Every text passes
/// <see cref="LogText"/> first and is never read as markup, because names are chosen by strangers.
/// </summary>
public sealed class Terminal
{
    private readonly IAnsiConsole console;
    private readonly bool isTerminal;

    /// <summary>Creates one over a writer.</summary>
    public Terminal(TextWriter writer, bool isTerminal)
    {
        this.isTerminal = isTerminal;
        console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        Writer = writer;
    }

    /// <summary>The writer beneath.</summary>
    public TextWriter Writer { get; }

    /// <summary>Writes a line.</summary>
    public void Line(string text = "") => Writer.WriteLine(LogText.Escape(text));

    /// <summary>Writes a heading.</summary>
    public void Heading(string text)
    {
        if (isTerminal)
        {
            console.Write(new Text(LogText.Escape(text) + Environment.NewLine, new Style(decoration: Decoration.Bold)));
        }
        else
        {
            Line(text);
        }
    }

    /// <summary>Writes a table: drawn on a terminal, elsewhere plain columns that never wrap, so that each row stays one line.</summary>
    public void Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!isTerminal)
        {
            PlainTable.Write(Writer, headers, rows);
            return;
        }

        var table = new Table { Border = TableBorder.Rounded };
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(LogText.Escape(cell))));
        }

        console.Write(table);
    }

    /// <summary>Runs long work, showing what it is at.</summary>
    public async Task<T> WithProgressAsync<T>(string title, Func<IProgress<Inventory.InventoryProgress>, Task<T>> work)
    {
        if (!isTerminal)
        {
            return await work(new PlainProgress(this, title));
        }

        return await console.Status().Spinner(Spinner.Known.Dots).StartAsync(
            Markup.Escape(LogText.Escape(title)), context => work(new LiveProgress(context, title)));
    }

    private static string Describe(Inventory.InventoryProgress progress) =>
        progress.Total is { } total
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{progress.Phase}: {progress.Done:N0} of {total:N0}")
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{progress.Phase}: {progress.Done:N0}");

    /// <summary>One line a phase: a log of a scheduler is no place for a moving bar.</summary>
    private sealed class PlainProgress(Terminal terminal, string title) : IProgress<Inventory.InventoryProgress>
    {
        private string phase = "";

        public void Report(Inventory.InventoryProgress value)
        {
            lock (this)
            {
                if (value.Phase != phase)
                {
                    phase = value.Phase;
                    terminal.Line($"{title}: {value.Phase}");
                }
            }
        }
    }

    private sealed class LiveProgress(StatusContext context, string title) : IProgress<Inventory.InventoryProgress>
    {
        public void Report(Inventory.InventoryProgress value) => context.Status(Markup.Escape(LogText.Escape($"{title}: {Describe(value)}")));
    }
}
