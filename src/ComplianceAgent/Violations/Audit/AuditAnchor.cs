using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Violations.Audit;

/// <summary>Which of a tenant's two chains.</summary>
public enum AuditChain : byte
{
    /// <summary>What happened to violations, and what people decided.</summary>
    Events = 0,

    /// <summary>The scans; each link also holds the end of the events as it was then.</summary>
    Scans,
}

/// <summary>
/// One link of a chain as a file outside the store remembers it, written <c>audit-events:TENANT:NUMBER:HASH</c> or <c>audit-scans:…</c>. Reports and
/// exports print them: whoever changes the store afterwards can recompute its chain, but not the files others have.
/// </summary>
/// <param name="Chain">Which chain.</param>
/// <param name="Tenant">Tenant key.</param>
/// <param name="Number">Sequence of the event, number of the scan.</param>
/// <param name="Hash">SHA-256, 64 hexadecimal digits in lower case.</param>
public sealed partial record AuditAnchor(AuditChain Chain, string Tenant, long Number, string Hash)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"audit-{(Chain == AuditChain.Events ? "events" : "scans")}:{Tenant}:{Number}:{Hash}");

    /// <summary>All anchors in a text, whatever its format; each once.</summary>
    public static ImmutableArray<AuditAnchor> In(string text) =>
    [
        .. Written().Matches(text).Select(match => new AuditAnchor(
            match.Groups[1].Value == "events" ? AuditChain.Events : AuditChain.Scans, match.Groups[2].Value, long.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture), match.Groups[4].Value)).Distinct(),
    ];

    [GeneratedRegex("audit-(events|scans):([a-z0-9-]{1,64}):([0-9]{1,18}):([0-9a-f]{64})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}

/// <summary>Where both chains of a tenant end.</summary>
/// <param name="Events">Last event; null when there is none yet.</param>
/// <param name="Scans">Last scan; null when there is none yet.</param>
public sealed record AuditHead(AuditAnchor? Events, AuditAnchor? Scans)
{
    /// <summary>As reports print it.</summary>
    public override string ToString() => string.Join(' ', new[] { Scans, Events }.Where(anchor => anchor is not null));
}
