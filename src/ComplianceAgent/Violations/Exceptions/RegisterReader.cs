using System.Collections.Immutable;
using System.Security.Cryptography;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Policies.Yaml;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>A register's file as it was at one moment: the register, or what is wrong with it.</summary>
/// <param name="Register">The register; null when the file has faults.</param>
/// <param name="Faults">Every fault at once, with its place.</param>
/// <param name="Hash">SHA-256 of the bytes; empty when they could not be read.</param>
/// <param name="IsMissing">True when there is no such file.</param>
internal sealed record RegisterRead(WaiverRegister? Register, FaultList Faults, string Hash, bool IsMissing = false);

/// <summary>Reads a register whole: every fault at once, with line and column; none is used when one is broken.</summary>
internal static class RegisterReader
{
    // A shorter name stands in many words.
    private const int ShortestName = 4;

    private static readonly (string Key, WaiverTargetKind Kind)[] Targets =
    [
        ("device", WaiverTargetKind.Device), ("serial", WaiverTargetKind.Serial), ("user", WaiverTargetKind.User), ("category", WaiverTargetKind.Category), ("group", WaiverTargetKind.Group), ("fleet", WaiverTargetKind.Fleet),
    ];

    /// <summary>Reads a file.</summary>
    public static RegisterRead ReadFile(string path, RegisterKind kind = default)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var buffer = new byte[Math.Min(stream.Length, YamlReader.MaxBytes) + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return Read(path, buffer.AsSpan(0, length), kind);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var faults = new FaultList();
            faults.Add(new Mark(path, 0, 0), "policy-unreadable", ("problem", e.Message));
            return new RegisterRead(null, faults, "", IsMissing: e is FileNotFoundException or DirectoryNotFoundException);
        }
    }

    /// <summary>Reads a file's bytes.</summary>
    public static RegisterRead Read(string name, ReadOnlySpan<byte> bytes, RegisterKind kind = default)
    {
        var faults = new FaultList();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var (root, isComplete) = YamlReader.Read(name, bytes, faults);
        if (root is null)
        {
            return new RegisterRead(null, faults, hash);
        }

        ShapeCheck.Check(root, RegisterShape.Document, name, faults);
        if (isComplete)
        {
            ShapeCheck.CheckNeeded(root, RegisterShape.Document, Need.InFile, faults);
        }

        var entries = root.Items("exceptions").OfType<YamlMapping>().ToList();
        CheckIds(entries, faults);
        entries.ForEach(entry => CheckEntry(entry, kind, faults));
        return new RegisterRead(
            faults.HasErrors ? null : new WaiverRegister(name, hash, root.Text("register")!, [.. entries.Select(entry => Entry(entry, hash, kind))]), faults, hash);
    }

    private static void CheckIds(IEnumerable<YamlMapping> entries, FaultList faults)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var id in entries.Select(entry => entry.Find("id")).OfType<YamlScalar>())
        {
            if (!seen.TryAdd(id.Text, id.Mark.Line))
            {
                faults.Add(id.Mark, "exception-id-taken", ("id", id.Text), ("line", seen[id.Text].ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }
        }
    }

    private static void CheckEntry(YamlMapping entry, RegisterKind kind, FaultList faults)
    {
        if (entry.Find("group") is YamlScalar group)
        {
            CheckGroup(group, kind, faults);
        }

        var named = Targets.Where(target => entry.Find(target.Key) is not null).Select(target => target.Key).ToList();
        if (named.Count != 1)
        {
            faults.Add(entry.Mark, "exception-one-target", ("given", named.Count == 0 ? "none" : string.Join(", ", named)));
        }

        if (entry.Find("fleet") is YamlScalar { Text: "false" } no)
        {
            faults.Add(no.Mark, "exception-fleet-false");
        }

        if (entry.Find("serial") is YamlScalar serial && !Inventory.SerialNumbers.IsTelling(serial.Text))
        {
            faults.Add(serial.Mark, "exception-serial-tells-nothing", ("value", serial.Text));
        }

        CheckId(entry, faults);
        CheckPeople(entry, faults);
        CheckPeriod(entry, faults);
    }

    private static void CheckGroup(YamlScalar group, RegisterKind kind, FaultList faults)
    {
        if (!kind.ReadsGroups)
        {
            faults.Add(group.Mark, "exception-group-off");
        }
        else if (!WaiverTarget.IsGroupId(group.Text.Trim()))
        {
            faults.Add(group.Mark, "exception-group-not-an-id", ("value", group.Text));
        }
    }

    /// <summary>Ids stand in the audit chain, which cannot be erased.</summary>
    private static void CheckId(YamlMapping entry, FaultList faults)
    {
        if (entry.Find("id") is YamlScalar id && entry.Text("user") is { } user && NameIn(user) is { Length: >= ShortestName } name && Letters(id.Text).Contains(name, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(id.Mark, "exception-id-names-person", ("id", id.Text));
        }
    }

    private static string NameIn(string user) => Letters(user.Split('@')[0]);

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static void CheckPeople(YamlMapping entry, FaultList faults)
    {
        if (entry.Text("requester") is { } requester && entry.Find("approver") is YamlScalar approver
            && new Author(requester, Author.Register).IsSamePersonAs(new Author(approver.Text, Author.Register)))
        {
            faults.Add(approver.Mark, "exception-own-request", ("person", approver.Text));
        }
    }

    private static void CheckPeriod(YamlMapping entry, FaultList faults)
    {
        PolicyBuilder.CheckOrder(entry.Find("until"), "until", entry.Date("from"), "from", faults);
        PolicyBuilder.CheckOrder(entry.Find("approvedOn"), "approvedOn", entry.Date("requestedOn"), "requestedOn", faults);
        if (entry.Date("from") is not { } from || entry.Date("until") is not { } until)
        {
            return;
        }

        if (from < WaiverTerms.Earliest || from > WaiverTerms.Latest || until.DayNumber - from.DayNumber >= WaiverTerms.MostDays)
        {
            faults.Add(
                entry.Find("until")!.Mark, "exception-period-odd", ("days", WaiverTerms.MostDays.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    private static RegisterEntry Entry(YamlMapping entry, string hash, RegisterKind kind) => new(
        new Waiver
        {
            Reference = Waiver.OfRegister(entry.Text("id")!, kind.OfTenant),
            Ask = Ask(entry),
            State = WaiverState.Approved,
            Requester = new Author(entry.Text("requester")!.Trim(), Author.Register),
            RequestedAt = Moment(entry.Date("requestedOn")),
            Approver = new Author(entry.Text("approver")!.Trim(), Author.Register),
            ApproverRole = entry.Text("role") ?? "",
            ApprovedAt = Moment(entry.Date("approvedOn")),
            RegisterHash = hash,
        },
        entry.Text("tenant") ?? "",
        entry.Mark.Line,
        entry.Mark.Column);

    private static WaiverAsk Ask(YamlMapping entry)
    {
        var (key, kind) = Targets.Single(target => entry.Find(target.Key) is not null);
        return new()
        {
            PolicyId = entry.Text("policy")!,
            Subject = entry.Text("subject") ?? "",
            Target = kind == WaiverTargetKind.Fleet ? WaiverTarget.Fleet : new WaiverTarget(kind, entry.Text(key)!.Trim()),
            ReasonCode = entry.Text("reason")!,
            Why = entry.Text("why")!,
            From = entry.Date("from")!.Value,
            Until = entry.Date("until")!.Value,
            Mitigations = entry.Texts("mitigations"),
        };
    }

    private static DateTimeOffset? Moment(DateOnly? day) => day is { } date ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}
