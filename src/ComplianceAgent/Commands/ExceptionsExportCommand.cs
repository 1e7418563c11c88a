using System.CommandLine;
using System.Globalization;
using System.Text;
using ComplianceAgent.Reports;
using ComplianceAgent.Reports.Csv;
using ComplianceAgent.Violations.Exceptions;

namespace ComplianceAgent.Commands;

/// <summary><c>exceptions export</c>: the register and the store's exceptions in a form others ask for.</summary>
internal static class ExceptionsExportCommand
{
    private const string MemoForm = "m-23-13";
    private static readonly string[] Forms = ["csv", "json", MemoForm];

    private static readonly Option<string> Form = new("--form")
    {
        Description = "csv, json, or m-23-13: a record of each granted exception from policies that rest on OMB M-23-13, with what it still lacks.",
        HelpName = string.Join('|', Forms),
        DefaultValueFactory = _ => "csv",
    };

    private static readonly Option<string> File = new("--output")
    {
        Description = "File to write, readable by its owner only; - is standard output.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
    };

    /// <summary>Builds the command.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new Command(
        "export",
        """
        Write every exception, ended ones included. It holds names of people and devices.

        Examples:
          compliance-agent exceptions export --form csv --output exceptions.csv
          compliance-agent exceptions export --form m-23-13 --output tiktok-exceptions.csv
        """) { Form, File, shared.Tenant, shared.Policy, shared.Store }
        .Does(shared, environment, (context, cancellationToken) => RunAsync(context, shared, cancellationToken));

    private static async Task<int> RunAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var form = context.Get(Form)!;
        if (!Forms.Contains(form, StringComparer.Ordinal))
        {
            throw new CommandException(ExitCodes.BadUsage, $"--form {form}: unknown. Write {string.Join(", ", Forms)}.");
        }

        var view = await ExceptionsView.OpenAsync(context, shared, cancellationToken);
        var text = form switch
        {
            "json" => ExceptionsJson.Of(view, view.Standings) + "\n",
            "csv" => Table(view, CsvExceptionsWriter.Columns, view.Standings),
            _ => Memo(context, view),
        };
        await WriteAsync(context, text, cancellationToken);
        return ExitCodes.Done;
    }

    private static string Memo(VerbContext context, ExceptionsView view)
    {
        var record = MemoRecord.Of(view.Standings, view.Policies.Policies);
        if (record.LeftOut > 0)
        {
            context.Error.Line(string.Create(CultureInfo.InvariantCulture, $"Left out: {record.LeftOut} exceptions that were not granted, or from policies that do not rest on M-23-13."));
        }

        if (record.Rows.Any(row => row.Lacks.Count > 0))
        {
            context.Error.Line(string.Create(CultureInfo.InvariantCulture, $"{record.Rows.Count(row => row.Lacks.Count > 0)} of {record.Rows.Length} records lack something: see the column lacks."));
        }

        return Table(view, MemoRecord.Columns, record.Rows);
    }

    /// <summary>Every cell is guarded as in reports: names are chosen by strangers.</summary>
    private static string Table<T>(ExceptionsView view, IReadOnlyList<CsvColumn<T>> columns, IEnumerable<T> rows)
    {
        string[] last = [CsvCell.Of(view.State.Tenant), ReportWords.Machine(view.Now), view.State.Simulated ? "SIMULATED" : "real"];
        var text = new StringBuilder().AppendJoin(',', columns.Select(column => column.Header).Concat(["tenant", "generatedAt", "data"])).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(',', columns.Select(column => CsvCell.Of(column.Value(row).ToString())).Concat(last)).Append("\r\n");
        }

        return text.ToString();
    }

    private static async Task WriteAsync(VerbContext context, string text, CancellationToken cancellationToken)
    {
        var path = context.Get(File)!;
        if (path == "-")
        {
            await context.Out.Writer.WriteAsync(text.AsMemory(), cancellationToken);
            return;
        }

        path = context.Environment.Resolve(path);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
        context.Error.Line($"Written: {path}");
    }
}
