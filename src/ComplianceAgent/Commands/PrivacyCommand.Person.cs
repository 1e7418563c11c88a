using System.CommandLine;
using System.Globalization;
using System.Text;
using ComplianceAgent.Diagnostics;
using ComplianceAgent.Hosting;
using ComplianceAgent.Reasons;
using ComplianceAgent.Reports;
using ComplianceAgent.Violations.Exceptions;
using ComplianceAgent.Violations.Privacy;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <content>What is kept of one person.</content>
internal static partial class PrivacyCommand
{
    private static readonly Option<FileInfo?> To = new("--out") { Description = "Write to this file instead of standard output, readable by its owner only. Existing files are refused.", HelpName = "FILE" };
    private static readonly Option<bool> WithReports = new("--reports") { Description = "Erase report files that name the person too, copies named 'latest' included; 'report' writes new ones." };

    private static async Task<int> ExportAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var request = Request(context);
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var file = await store.PersonAsync(tenant.Tenant, request, cancellationToken);
        RefuseAmbiguous(file.Person);
        var (reports, register) = (await ReportsAsync(context, shared, tenant.Tenant, file.Person, cancellationToken), RegisterLines(context, tenant.Tenant, file.Person));
        var json = PrivacyJson.Of(tenant.Tenant, file, [.. register], [.. reports.Select(report => report.Path)], await LogsAsync(context, file.Person, cancellationToken));
        if (context.Get(To) is { } to)
        {
            Write(context.Environment.Resolve(to.ToString()), json);
            context.Error.Line($"Everything of {file.Person.Given} written to {context.Environment.Resolve(to.ToString())}");
        }
        else
        {
            context.Out.Writer.WriteLine(json);
        }

        if (file.IsEmpty)
        {
            context.Error.Line($"The store holds nothing of {file.Person.Given}.");
        }

        TellAccounts(context.Error, file.AccountsOfThatName);
        return ExitCodes.Done;
    }

    private static async Task<int> EraseAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var request = Request(context);
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var isDryRun = context.Get(DryRun);
        var foreseen = await store.ErasePersonAsync(tenant.Tenant, request, isDryRun: true, cancellationToken);
        Refuse(foreseen);
        // Read with the names they had: once those are erased, nobody can tell which files name them.
        var (reports, register, logs) = (
            await ReportsAsync(context, shared, tenant.Tenant, foreseen.Person, cancellationToken), RegisterLines(context, tenant.Tenant, foreseen.Person),
            await LogsAsync(context, foreseen.Person, cancellationToken));
        var withReports = context.Get(WithReports);
        var (outcome, notes) = (foreseen, new List<Reason>());
        // Files first: should this break off, the names to find the rest by are still there.
        var gone = !withReports ? [] : isDryRun ? reports : ReportFolder.Delete(reports, notes);
        if (!isDryRun)
        {
            outcome = await store.ErasePersonAsync(tenant.Tenant, request with { Reports = gone.Count }, isDryRun: false, cancellationToken);
            Refuse(outcome);
            notes.AddRange(await store.ScrubAsync(cancellationToken));
        }

        context.Out.Line($"{(isDryRun ? "Would be erased" : "Erased")} of {request.User}: {PrivacyText.Of(outcome.Counts with { Reports = gone.Count })}.");
        foreach (var file in gone)
        {
            context.Out.Line($"  {file.Path}");
        }

        if (gone.Any(file => file.At is null))
        {
            context.Out.Line("With them went copies named 'latest'; 'compliance-agent report' writes new ones.");
        }

        foreach (var note in notes)
        {
            context.Out.Line(Sentences.Say(note));
        }

        context.Out.Line("Kept: what was found, when, under which policy, and on which Intune device id.");
        if (outcome.KeptDecisions > 0)
        {
            context.Out.Line($"Kept as evidence of who decided, until retention takes it: {PrivacyText.Count(outcome.KeptDecisions, "decision")} of theirs about others.");
        }

        Unreached(context.Out, [.. reports.Except(gone).Select(file => file.Path)], register, logs);
        if (isDryRun)
        {
            context.Out.Line("Dry run: nothing was written.");
        }

        return ExitCodes.Done;
    }

    private static PersonRequest Request(VerbContext context) => new(Asked(context), context.Get(Accounts)!, context.Environment.Clock.GetUtcNow(), context.Environment.Account)
    {
        Registered = [.. context.Service<RegisterMonitor>().Current?.Entries ?? []],
    };

    private static void RefuseAmbiguous(Person person)
    {
        if (person.IsAmbiguous)
        {
            throw new CommandException(ExitCodes.BadUsage, Sentences.Say(Reason.Of("person-ambiguous", ("user", person.Given), ("ids", string.Join(", ", person.UserIds.Order(StringComparer.Ordinal))))));
        }
    }

    private static void Refuse(PersonErasureOutcome outcome)
    {
        if (outcome.Refusals.Count > 0)
        {
            throw new CommandException(ExitCodes.BadUsage, string.Join('\n', outcome.Refusals.Select(Sentences.Say).Append("Nothing was erased.")));
        }
    }

    private static async Task<IReadOnlyList<ReportFile>> ReportsAsync(VerbContext context, SharedOptions shared, string tenant, Person person, CancellationToken cancellationToken)
    {
        var named = new List<ReportFile>();
        foreach (var file in context.Service<ReportFolder>().Of(Folder(context, shared), tenant))
        {
            if (await ReportFolder.SaysAsync(file, person.IsNamedIn, cancellationToken))
            {
                named.Add(file);
            }
        }

        return named;
    }

    /// <summary>Where the register of exceptions names them: file and line.</summary>
    private static IReadOnlyList<string> RegisterLines(VerbContext context, string tenant, Person person) => context.Service<RegisterMonitor>().Current is not { } register ? [] :
    [
        .. register.Entries.Where(entry => (entry.Tenant.Length == 0 || entry.Tenant == tenant) && person.IsNamedIn(entry.Waiver))
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{register.File}({entry.Line},{entry.Column}): {entry.Waiver.Reference}")),
    ];

    private static async Task<IReadOnlyList<string>> LogsAsync(VerbContext context, Person person, CancellationToken cancellationToken)
    {
        var options = context.Service<IOptions<LogOptions>>().Value;
        var folder = options.Directory.Length > 0 ? options.Directory : Path.Combine(StateDirectory.Default, "logs");
        var named = new List<string>();
        foreach (var path in options.File && Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [])
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                if (person.IsNamedIn(line))
                {
                    named.Add(path);
                    break;
                }
            }
        }

        return named;
    }

    /// <summary>What this program cannot erase: said each time, so that nobody takes the store for everything.</summary>
    private static void Unreached(Terminal terminal, IReadOnlyList<string> reports, IReadOnlyList<string> register, IReadOnlyList<string> logs)
    {
        foreach (var path in reports)
        {
            terminal.Line($"Not erased, report file: {path} (--reports erases it)");
        }

        foreach (var line in register)
        {
            terminal.Line($"Not erased, register of exceptions: {line} (take it out there, and out of its history)");
        }

        foreach (var path in logs)
        {
            terminal.Line($"Not erased, log file: {path} (it goes after Log:RetainedDays)");
        }

        terminal.Line("Not reached: tickets, mails, backups and copies of the store, reports and exports kept elsewhere, and Intune and Entra themselves.");
    }

    private static void TellAccounts(Terminal terminal, IReadOnlyList<string> accounts)
    {
        foreach (var account in accounts)
        {
            terminal.Line($"An account {account} of the system decided something. If it is theirs, add --account {account}.");
        }
    }

    private static void Write(string path, string text)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var writer = new StreamWriter(new FileStream(path, options), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            writer.WriteLine(text);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--out {path}: {refused.Message}", refused);
        }
    }
}
