using System.Collections.Frozen;
using System.Collections.Immutable;
using ComplianceAgent.Inventory;
using ComplianceAgent.Names;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>How an identifier met a known one.</summary>
internal enum IdentityFit : byte
{
    /// <summary>It begins with a known one and goes on: a re-signed copy, or a newer sister.</summary>
    Extends = 0,

    /// <summary>A known package name under another publisher's family.</summary>
    OtherFamily,

    /// <summary>The id a browser would give the start page of a known host: a guess, since a page may name itself otherwise.</summary>
    WebAppGuess,

    /// <summary>Equal to one that is not verified.</summary>
    Unverified,

    /// <summary>A web app of a known host.</summary>
    WebHost,

    /// <summary>Equal.</summary>
    Equal,
}

/// <summary>A product recognised by an identifier.</summary>
internal readonly record struct IdentityHit(CompiledProduct Product, IdentityFit Fit, string Seen, string Known)
{
    /// <summary>True when it alone decides.</summary>
    public bool IsSure => Fit is IdentityFit.Equal or IdentityFit.WebHost;
}

/// <summary>Known identifiers, compared without case: whole, by package name, and as the beginning of a longer one.</summary>
internal sealed class IdentityIndex
{
    private const int SegmentsToExtend = 3;
    private const int ShortestTail = 5;

    private readonly FrozenDictionary<string, ImmutableArray<(CompiledProduct Product, CatalogueIdentity Identity)>> whole;
    private readonly FrozenDictionary<string, ImmutableArray<(CompiledProduct Product, CatalogueIdentity Identity)>> byHead;
    private readonly FrozenDictionary<string, ImmutableArray<CompiledProduct>> byHost;
    private readonly FrozenDictionary<string, ImmutableArray<(CompiledProduct Product, string Address)>>.AlternateLookup<ReadOnlySpan<char>> byWebAppId;

    public IdentityIndex(ImmutableArray<CompiledProduct> products)
    {
        var identities = products.SelectMany(product => product.Source.Identities.Select(identity => (Product: product, Identity: identity))).ToList();
        whole = Group(identities, entry => AppIdentifier.Parse(entry.Identity.Value).PackageName);
        byHead = Group(identities.Where(entry => CanBeExtended(entry.Identity)), entry => Head(entry.Identity.Value));
        byHost = products.SelectMany(product => product.Source.WebHosts.Select(host => (Product: product, Host: host)))
            .GroupBy(entry => entry.Host, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.Select(entry => entry.Product).Distinct().ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
        byWebAppId = products.SelectMany(product => product.Source.WebHosts.Select(host => (Product: product, Address: $"https://{host.ToLowerInvariant()}/")))
            .GroupBy(entry => WebApps.IdOf(entry.Address), StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Adds every product that the identifier speaks for.</summary>
    public void Find(AppIdentifier identifier, PlatformFamily platform, ref List<IdentityHit>? hits)
    {
        if (!identifier.Exists)
        {
            return;
        }

        FindWebApp(identifier, ref hits);
        if (whole.TryGetValue(identifier.PackageName, out var entries))
        {
            (hits ??= []).AddRange(entries.Where(entry => IsOn(entry.Identity.Kind, platform))
                .Select(entry => new IdentityHit(entry.Product, FitOf(entry.Identity, identifier), identifier.Text, entry.Identity.Value)));
        }
        else if (byHead.Count > 0 && byHead.TryGetValue(Head(identifier.Text), out var sisters))
        {
            (hits ??= []).AddRange(sisters.Where(entry => Extends(identifier.Text, entry.Identity.Value))
                .Select(entry => new IdentityHit(entry.Product, IdentityFit.Extends, identifier.Text, entry.Identity.Value)));
        }
    }

    private static IdentityFit FitOf(CatalogueIdentity identity, AppIdentifier seen)
    {
        var family = AppIdentifier.Parse(identity.Value).FamilySuffix;
        if (family.Length > 0 && seen.FamilySuffix.Length > 0 && !family.Equals(seen.FamilySuffix, StringComparison.OrdinalIgnoreCase))
        {
            return IdentityFit.OtherFamily;
        }

        return identity.Verified ? IdentityFit.Equal : IdentityFit.Unverified;
    }

    /// <summary>Uninstall keys are plain words (<c>Lark</c>): they mean something on Windows only. The other kinds are unique everywhere.</summary>
    private static bool IsOn(IdentityKind kind, PlatformFamily platform) =>
        kind != IdentityKind.Windows || platform is PlatformFamily.Windows or PlatformFamily.Unknown;

    private static bool CanBeExtended(CatalogueIdentity identity) =>
        identity.Kind is IdentityKind.Bundle or IdentityKind.Package && identity.Value.Count(c => c == '.') >= SegmentsToExtend - 1;

    /// <summary>A further segment, or letters added to a last segment that is long enough not to begin other words (<c>com.example.qq</c> does).</summary>
    private static bool Extends(string seen, string known) =>
        seen.Length > known.Length && seen.StartsWith(known, StringComparison.OrdinalIgnoreCase)
        && (seen[known.Length] == '.' || known.Length - known.LastIndexOf('.') - 1 >= ShortestTail);

    /// <summary>The first two segments.</summary>
    private static string Head(string identifier)
    {
        var first = identifier.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : identifier.IndexOf('.', first + 1);
        return second < 0 ? identifier : identifier[..second];
    }

    private void FindWebApp(AppIdentifier identifier, ref List<IdentityHit>? hits)
    {
        if (identifier.WebAppId() is { IsEmpty: false } id && byWebAppId.TryGetValue(id, out var guesses))
        {
            (hits ??= []).AddRange(guesses.Select(guess => new IdentityHit(guess.Product, IdentityFit.WebAppGuess, identifier.Text, guess.Address)));
        }

        var host = identifier.WebHost();
        for (var rest = host; rest.Contains('.', StringComparison.Ordinal); rest = rest[(rest.IndexOf('.', StringComparison.Ordinal) + 1)..])
        {
            if (byHost.TryGetValue(rest, out var products))
            {
                (hits ??= []).AddRange(products.Select(product => new IdentityHit(product, IdentityFit.WebHost, identifier.Text, host)));
                return;
            }
        }
    }

    private static FrozenDictionary<string, ImmutableArray<(CompiledProduct Product, CatalogueIdentity Identity)>> Group(
        IEnumerable<(CompiledProduct Product, CatalogueIdentity Identity)> identities, Func<(CompiledProduct Product, CatalogueIdentity Identity), string> key) =>
        identities.GroupBy(key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.OrderBy(entry => entry.Product.Id, StringComparer.Ordinal).ThenBy(entry => entry.Identity.Value, StringComparer.Ordinal).ToImmutableArray(),
                StringComparer.OrdinalIgnoreCase);
}
