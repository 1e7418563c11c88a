using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Audit;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary><c>audit</c>: reads, exports and verifies the chains of what happened.</summary>
internal static class AuditCommand
{
    private static readonly Option<FileInfo[]> Against = new("--against")
    {
        Description = "A report (HTML, CSV, JSON) or an export made before; may be given several times. It vouches for the store up to where it was made.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<FileInfo?> To = new("--out") { Description = "Write to this file instead of standard output. Existing files are refused.", HelpName = "FILE" };
    private static readonly Option<int> Last = new("--last") { Description = "How many, the newest last.", HelpName = "N", DefaultValueFactory = _ => 20 };

    private static readonly Option<FileInfo[]> PublicKey = new("--public-key")
    {
        Description = "Public key (PEM) that checkpoints must be signed with; may be given several times. Without it, that of Audit:SigningKeyFile.", HelpName = "FILE", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<FileInfo> NewKey = new("--out") { Description = "Write the private key to this new file. Existing files are refused.", HelpName = "FILE", Required = true };

    /// <summary>Builds the command with its verbs.</summary>
    public static Command Create(SharedOptions shared, CommandEnvironment environment) => new("audit", "The chain of what happened and who decided it: list it, export it, verify it.")
    {
        new Command(
            "list",
            """
            List the newest events: when, what, who, why.

            Examples:
              compliance-agent audit list --last 50
            """) { Last, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => ListAsync(context, shared, cancellationToken)),
        new Command(
            "export",
            """
            Write every event with its link as JSON Lines; the last line says where the chains end. Keep it where whoever runs the agent cannot change it:
            'audit verify --against' then finds what was changed afterwards.

            Examples:
              compliance-agent audit export --out audit-2026-11.jsonl
            """) { To, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => ExportAsync(context, shared, cancellationToken)),
        new Command(
            "verify",
            """
            Verify the chains: no event and no scan was edited, removed, put in or reordered. Whoever can write the store can recompute its chains or cut
            off their end; --against finds that too, up to where the file was made. Without --against the checkpoint file of the settings is asked, when it is there.
            Ends with 1 when something does not fit.

            Examples:
              compliance-agent audit verify
              compliance-agent audit verify --against /worm/checkpoints.jsonl --public-key checkpoint-key.pub.pem
              compliance-agent audit verify --against reports/compliance-contoso-20261001-043000.html audit-2026-11.jsonl
            """) { Against, PublicKey, shared.Tenant, shared.Store }
            .Does(shared, environment, (context, cancellationToken) => VerifyAsync(context, shared, cancellationToken)),
        new Command(
            "keygen",
            """
            Make a key (ECDSA, P-256) that signs checkpoints: the private key goes into a new file that this account alone can read, for Audit:SigningKeyFile; the public key is
            printed, for whoever verifies. Keep it where whoever owns the store cannot change it.

            Examples:
              compliance-agent audit keygen --out /etc/compliance-agent/checkpoint-key.pem > checkpoint-key.pub.pem
            """) { NewKey }
            .Does(shared, environment, KeygenAsync),
    };

    private static async Task<int> ListAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var count = context.Get(Last);
        if (count < 1)
        {
            throw new CommandException(ExitCodes.BadUsage, "--last must be 1 or more.");
        }

        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        var head = (await store.VerifyAuditAsync(tenant.Tenant, [], cancellationToken)).Head.Events?.Number ?? 0;
        var rows = new List<IReadOnlyList<string>>();
        await store.AuditTrailAsync(
            tenant.Tenant,
            Math.Max(0, head - count),
            entry =>
            {
                rows.Add(
                [
                    Number(entry.Anchor.Number), entry.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), JsonNamingPolicy.KebabCaseLower.ConvertName(entry.Kind.ToString()).Replace('-', ' '),
                    entry.IsErased ? "(erased)" : entry.Author ?? "agent",
                    string.IsNullOrEmpty(entry.Words) ? Sentences.Say(entry.Reason) : $"{Sentences.Say(entry.Reason)} In their words: {entry.Words}",
                ]);
                return Task.CompletedTask;
            },
            cancellationToken);
        if (rows.Count == 0)
        {
            context.Out.Line($"Tenant {tenant.Tenant}: no event yet.");
        }
        else
        {
            context.Out.Table(["Event", "When (UTC)", "What", "By", "Why"], rows);
        }

        return ExitCodes.Done;
    }

    private static async Task<int> ExportAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        if (context.Get(To) is not { } file)
        {
            await WriteAsync(store, tenant.Tenant, context.Out.Writer, cancellationToken);
            return ExitCodes.Done;
        }

        var path = context.Environment.Resolve(file.ToString());
        try
        {
            await using var writer = new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            var count = await WriteAsync(store, tenant.Tenant, writer, cancellationToken);
            context.Error.Line($"{Number(count)} events of tenant {tenant.Tenant} written to {path}");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--out {path}: {refused.Message}", refused);
        }

        return ExitCodes.Done;
    }

    private static async Task<long> WriteAsync(ViolationStore store, string tenant, TextWriter to, CancellationToken cancellationToken)
    {
        var count = await store.AuditTrailAsync(
            tenant,
            after: 0,
            entry => to.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    link = entry.Anchor.ToString(), entry.At, entry.Kind, scan = entry.ScanNumber, violation = entry.ViolationId == Guid.Empty ? (Guid?)null : entry.ViolationId,
                    reason = entry.Reason, by = entry.Author, bySource = entry.AuthorSource, words = entry.Words, erased = entry.IsErased,
                },
                ScanJson.OneLine)),
            cancellationToken);
        var head = (await store.VerifyAuditAsync(tenant, [], cancellationToken)).Head;
        await to.WriteLineAsync(JsonSerializer.Serialize(new { end = head.ToString(), events = count }, ScanJson.OneLine));
        return count;
    }

    private static async Task<int> VerifyAsync(VerbContext context, SharedOptions shared, CancellationToken cancellationToken)
    {
        var (store, tenant) = await TenantChoice.InStoreAsync(context, shared, cancellationToken);
        using var outside = await OutsideEvidence.ReadAsync(context, tenant.Tenant, context.Get(Against) ?? [], context.Get(PublicKey) ?? [], cancellationToken);
        var verdict = await outside.JudgeAsync(store, cancellationToken);
        context.Out.Line($"Tenant {tenant.Tenant}: {Number(verdict.Events)} events, {Number(verdict.Scans)} {(verdict.Scans == 1 ? "scan" : "scans")}{Of(verdict)}.");
        foreach (var fault in verdict.Faults)
        {
            context.Out.Line("BROKEN  " + Sentences.Say(fault));
        }

        foreach (var fault in outside.Faults)
        {
            context.Out.Line("BROKEN  " + fault);
        }

        foreach (var note in outside.Notes)
        {
            context.Out.Line(note);
        }

        if (verdict.Faults.Count == 0)
        {
            context.Out.Line("The chains are whole: nothing was edited, removed, put in or reordered within them.");
        }

        context.Out.Line(Proof(verdict));
        context.Out.Line($"They end at {(verdict.Head.ToString() is { Length: > 0 } head ? head : "nothing yet")}");
        return verdict.Faults.Count == 0 && outside.Faults.Count == 0 ? ExitCodes.Done : ExitCodes.NotInOrder;
    }

    private static async Task<int> KeygenAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var path = context.Environment.Resolve(context.Get(NewKey)!.ToString());
        using var key = CheckpointKey.New();
        try
        {
            PrivateFile.MakeNew(path);
            await File.WriteAllTextAsync(path, key.PrivatePem, cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--out {path}: {refused.Message}", refused);
        }

        context.Out.Writer.WriteLine(key.PublicPem);
        context.Error.Line($"The private key is in {path}: set Audit:SigningKeyFile to it. The public key stands above: keep it where whoever verifies will find it unchanged.");
        return ExitCodes.Done;
    }

    private static string Of(AuditVerdict verdict)
    {
        var more = new List<string>();
        if (verdict.Erased > 0)
        {
            more.Add($"the personal part of {Number(verdict.Erased)} events was erased");
        }

        if (verdict.Unchained > 0)
        {
            more.Add($"{Number(verdict.Unchained)} events and scans are from before there was a chain, and nothing can be said of them");
        }

        return more.Count == 0 ? "" : "; " + string.Join("; ", more);
    }

    /// <summary>What is proved, and what is not.</summary>
    private static string Proof(AuditVerdict verdict) => verdict.VouchedFor switch
    {
        null => "Nothing outside the store was asked: that the end was not cut off, the chains not recomputed and no older copy restored, this cannot tell. Give a report or an export with --against.",
        var vouched when verdict.AnchorsKept > 0 => $"The files agree at {Number(verdict.AnchorsKept)} links, up to {vouched}. What came after rests on the store alone.",
        _ => "The files agree at no link.",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
