using System.Globalization;
using System.Security.Cryptography;
using ComplianceAgent.Reasons;
using ComplianceAgent.Violations.Audit;
using ComplianceAgent.Violations.Evidence;
using ComplianceAgent.Violations.Store;

namespace ComplianceAgent.Commands;

/// <summary>What files outside the store say of a tenant's chains: reports and exports by the links they print, checkpoint files by their lines and signatures.</summary>
internal sealed class OutsideEvidence : IDisposable
{
    private const long MostBytes = 4L << 30;

    private readonly string tenant;
    private readonly string place;
    private readonly List<CheckpointKey> keys = [];
    private readonly List<AuditAnchor> printed = [];
    private readonly List<CheckpointLine> checkpoints = [];
    private readonly List<string> faults = [];
    private readonly List<string> notes = [];
    private readonly Func<Reason, string> say;

    private OutsideEvidence(string tenant, StoreSession session)
    {
        this.tenant = tenant;
        place = CheckpointLog.PlaceOf(session.Connection);
        say = doubt => session.Refusal(doubt).Message;
    }

    /// <summary>What is wrong with the files, or with the store by what they say beside links.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Worth telling.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>Reads the files; the checkpoint file of the settings when none is named.</summary>
    /// <exception cref="CommandException">A file is not there, or says nothing of the tenant.</exception>
    public static async Task<OutsideEvidence> ReadAsync(VerbContext context, string tenant, FileInfo[] against, FileInfo[] publicKeys, CancellationToken cancellationToken)
    {
        var session = context.Service<StoreSession>();
        var outside = new OutsideEvidence(tenant, session);
        try
        {
            outside.keys.AddRange(publicKeys.Select(file => PublicKeyIn(ScanCommand.Existing(context, "--public-key", file.ToString()))));
            if (outside.keys.Count == 0 && session.Checkpoints.Key is { } own)
            {
                outside.keys.Add(CheckpointKey.OfPem(own.PublicPem));
            }

            foreach (var file in against)
            {
                var path = ScanCommand.Existing(context, "--against", file.ToString());
                await outside.TakeAsync(path, cancellationToken);
                outside.RefuseSilent(path);
            }

            if (against.Length == 0 && session.Checkpoints.Path is { } configured && File.Exists(configured))
            {
                outside.notes.Add($"No file was named with --against: compared with the checkpoint file {configured}.");
                await outside.TakeAsync(configured, cancellationToken);
            }

            return outside;
        }
        catch
        {
            outside.Dispose();
            throw;
        }
    }

    /// <summary>Verifies the store against the files.</summary>
    public async Task<AuditVerdict> JudgeAsync(ViolationStore store, CancellationToken cancellationToken)
    {
        var continuity = StoreContinuity.Of(checkpoints);
        var ends = await store.EndsAsync(tenant, continuity.ScanToCompare, cancellationToken);
        var evidence = CheckpointEvidence.Of(checkpoints, ends?.Record ?? "");
        if (checkpoints.Count > 0)
        {
            Tell(evidence);
        }

        // The rest of what continuity finds shows in the links.
        if (continuity.Judge(tenant, place, ends) is { Code: "store-other" } other)
        {
            faults.Add(say(other));
        }

        return await store.VerifyAuditAsync(tenant, [.. printed, .. evidence.Anchors], cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => keys.ForEach(key => key.Dispose());

    private async Task TakeAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--against {path}: is larger than 4 GiB, which no report or export is.");
        }

        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            if (line.Contains("\"place\":", StringComparison.Ordinal) && Checkpoint.Read(line) is { } checkpoint)
            {
                if (checkpoint.Tenant == tenant)
                {
                    checkpoints.Add(new CheckpointLine(checkpoint, CheckpointKey.Judge(line, keys)));
                }
            }
            else
            {
                printed.AddRange(AuditAnchor.In(line).Where(anchor => anchor.Tenant == tenant));
            }
        }
    }

    private void RefuseSilent(string path)
    {
        if (printed.Count == 0 && checkpoints.Count == 0)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--against {path}: holds no link of tenant {tenant}'s chains. Give a report, an export or a checkpoint file of this tenant.");
        }
    }

    private void Tell(CheckpointEvidence evidence)
    {
        notes.Add($"Checkpoints of this store: {Number(evidence.Lines)}{(keys.Count > 0 ? $", {Number(evidence.Good)} of them with a good signature" : "; no key was given, so signatures were not looked at")}.");
        if (evidence.OfOthers > 0)
        {
            notes.Add($"{Number(evidence.OfOthers)} more are of other stores with a tenant of this name, and were left aside.");
        }

        if (evidence.Forged > 0)
        {
            faults.Add($"{Number(evidence.Forged)} checkpoints have a signature that the key did not make for them: they were changed, or another key signed them.");
        }

        if (evidence.UnsignedAfter > 0)
        {
            faults.Add($"{Number(evidence.UnsignedAfter)} checkpoints are unsigned, although others before them are signed: they were put in, or their signature was taken away.");
        }

        if (evidence.UnsignedBefore > 0 && evidence.Good == 0)
        {
            faults.Add($"{Number(evidence.UnsignedBefore)} checkpoints are unsigned, and none is signed.");
        }
        else if (evidence.UnsignedBefore > 0)
        {
            notes.Add($"{Number(evidence.UnsignedBefore)} checkpoints from before the first signed one are unsigned; they prove nothing.");
        }

        foreach (var accepted in evidence.Acceptances)
        {
            notes.Add($"ACCEPTED  On {accepted.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC a person took the store for the right one at scan {Number(accepted.Scan)}, although more was known; 'audit list' says who and why.");
        }
    }

    private static CheckpointKey PublicKeyIn(string path)
    {
        try
        {
            return CheckpointKey.OfPem(File.ReadAllText(path));
        }
        catch (Exception unusable) when (unusable is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.BadUsage, $"--public-key {path}: is no public key of 'audit keygen' ({unusable.Message.TrimEnd('.')}).", unusable);
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
