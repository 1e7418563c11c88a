using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ComplianceAgent.Policies.Export;

/// <summary>What can be told to block apps by identifier.</summary>
public enum ExportTarget : byte
{
    /// <summary>Requests to Graph that make Intune policies for iOS, Android and macOS.</summary>
    Intune,

    /// <summary>A configuration profile for supervised iPhones and iPads.</summary>
    Apple,

    /// <summary>A fragment of an Android Management API policy.</summary>
    ManagedPlay,

    /// <summary>An AppLocker policy for Windows.</summary>
    AppLocker,
}

/// <summary>A file that prevents what policies ban.</summary>
/// <param name="Text">The file.</param>
/// <param name="Blocked">How many identifiers it blocks.</param>
/// <param name="Unverified">How many more stand in it commented out.</param>
/// <param name="NotPreventable">What the policies ban and this file cannot block, by name.</param>
public sealed record ExportedFile(string Text, int Blocked, int Unverified, ImmutableArray<string> NotPreventable);

/// <summary>Writes what policies ban for those that can prevent it. Nothing is sent anywhere; no time stands in a file, so that equal policies give equal files.</summary>
public static class PolicyExport
{
    /// <summary>Words on the command line.</summary>
    public static IReadOnlyDictionary<string, ExportTarget> Targets { get; } = new Dictionary<string, ExportTarget>(StringComparer.Ordinal)
    {
        ["intune"] = ExportTarget.Intune,
        ["apple"] = ExportTarget.Apple,
        ["managed-play"] = ExportTarget.ManagedPlay,
        ["applocker"] = ExportTarget.AppLocker,
    };

    /// <summary>Writes a file.</summary>
    public static ExportedFile Write(ExportTarget target, PolicySet set)
    {
        var list = PreventionList.Of(set);
        return target switch
        {
            ExportTarget.Intune => IntuneExport.Write(list),
            ExportTarget.Apple => AppleExport.Write(list),
            ExportTarget.ManagedPlay => ManagedPlayExport.Write(list),
            _ => AppLockerExport.Write(list),
        };
    }

    /// <summary>What every file says of itself.</summary>
    internal static IEnumerable<string> Header(PreventionList list) =>
    [
        "Made by Compliance Agent: blocks what these policies ban, by the identifiers of the catalogue.",
        .. list.Policies.Select(policy => $"Policy {policy.Id}: {policy.EnglishTitle} (sha256 {policy.Hash})"),
        $"Catalogue: sha256 {list.CatalogueHash}",
        "Not tried on a live tenant: give it to a test group first. Exceptions are not in it: leave excepted devices out of its assignment.",
    ];

    /// <summary>What the policies ban and this file cannot block.</summary>
    internal static IEnumerable<string> Footer(PreventionList list, IReadOnlyCollection<string> notPreventable) =>
    [
        .. notPreventable.Count == 0 ? [] : new[] { $"No identifier to block by here: {string.Join(", ", notPreventable)}" },
        .. list.WholeVendors.Select(vendor => $"Banned with everything of {vendor}: only its apps in the catalogue are listed."),
    ];

    /// <summary>Names of what has none of the identifiers that were written, unverified ones not counted.</summary>
    internal static ImmutableArray<string> NotPreventable(PreventionList list, Func<BlockedIdentifier, bool> isWritten) =>
        [.. list.Apps.Where(app => !app.Identifiers.Any(identifier => identifier.IsVerified && isWritten(identifier))).Select(app => app.Name)];

    /// <summary>A title for the whole.</summary>
    internal static string Title(PreventionList list) => list.Policies is [var only]
        ? only.EnglishTitle
        : string.Create(CultureInfo.InvariantCulture, $"Apps banned by {list.Policies.Length} policies");

    /// <summary>Names this choice of policies in a file: the id of the only one, else their number and a short hash of their ids.</summary>
    internal static string Key(PreventionList list) => list.Policies is [var only]
        ? only.Id
        : string.Create(CultureInfo.InvariantCulture, $"{list.Policies.Length}-policies-{Convert.ToHexStringLower(Hash(Ids(list)))[..8]}");

    /// <summary>An id that stays the same for the same policies, so that a new file replaces the old one instead of standing beside it.</summary>
    internal static Guid StableId(PreventionList list, string part)
    {
        var bytes = Hash($"compliance-agent\n{part}\n{Ids(list)}")[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80); // version 8: made by a rule of one's own
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80); // variant of RFC 9562
        return new Guid(bytes, bigEndian: true);
    }

    private static string Ids(PreventionList list) => string.Join('\n', list.Policies.Select(policy => policy.Id));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
