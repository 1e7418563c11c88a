using System.Collections.Immutable;
using ComplianceAgent.Inventory.Intune;
using ComplianceAgent.Policies;
using ComplianceAgent.Violations;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary>Finds the policies a command puts in force: those named on its line, else those named in the settings.</summary>
internal static class PolicyChoice
{
    /// <summary>The own policies of the tenant that is meant take the place of <c>Policies:Use</c> for the rest of the command.</summary>
    public static void PreferOwn(VerbContext context, IEnumerable<TenantOptions> meant)
    {
        if (meant.FirstOrDefault() is { Policies.Count: > 0 } tenant)
        {
            context.Service<IOptions<PoliciesOptions>>().Value.Use = tenant.Policies;
        }
    }

    /// <summary>Loads them whole; any fault is a <see cref="PolicyException"/>. Warnings go to standard error.</summary>
    public static PolicySet Load(VerbContext context, SharedOptions shared) => Load(context, Named(context, shared));

    /// <summary>
    /// The same, to try policies out: a file that gives the id of a pack, or of a file in <c>Policies:Path</c>, takes its place for this run,
    /// and that is said.
    /// </summary>
    public static PolicySet LoadToTry(VerbContext context, SharedOptions shared)
    {
        var use = Named(context, shared);
        var library = PolicyLibrary.LoadReplacing(context.Service<IOptions<PoliciesOptions>>().Value.Path, use);
        var set = Select(context, library, use);
        foreach (var replaced in library.Replaced)
        {
            context.Error.Line($"Note: for this run {set.Policies.FirstOrDefault(policy => policy.Id == replaced.Id)?.Origin} takes the place of {replaced.Name} (both are policy {replaced.Id}).");
        }

        return set;
    }

    /// <summary>The same; with nothing named anywhere, every policy there is, so that a name can be tried before anything is in force.</summary>
    public static PolicySet LoadOrAll(VerbContext context, SharedOptions shared)
    {
        var use = Named(context, shared);
        return use.Count > 0 ? LoadToTry(context, shared) : Load(context, [.. Library(context, []).ReadyIds]);
    }

    /// <summary>The policies named, and a ban made on the spot of products and vendors.</summary>
    public static PolicySet LoadWithAdHoc(VerbContext context, SharedOptions shared, string[] products, string[] vendors)
    {
        if (products.Length + vendors.Length == 0)
        {
            return LoadToTry(context, shared);
        }

        var adHoc = Library(context, []).AdHoc(products, vendors);
        return context.Get(shared.Policy)!.Length > 0
            ? adHoc with { Policies = [.. LoadToTry(context, shared).Policies, .. adHoc.Policies] }
            : adHoc;
    }

    /// <summary>Policies in force by the settings that are not among those chosen: a scan of the others must not withdraw what they found.</summary>
    public static IReadOnlySet<string> NotLookedAt(VerbContext context, PolicySet chosen)
    {
        var use = context.Service<IOptions<PoliciesOptions>>().Value.Use;
        var inForce = Library(context, [.. use]).List(use).Where(listing => listing.IsInForce).Select(listing => listing.Id);
        return inForce.Except(chosen.Policies.Select(policy => policy.Id), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Loads the policies named.</summary>
    public static PolicySet Load(VerbContext context, IReadOnlyList<string> use) => Select(context, Library(context, use), use);

    private static PolicySet Select(VerbContext context, PolicyLibrary library, IReadOnlyList<string> use)
    {
        var set = library.Select(use);
        foreach (var warning in library.Faults.Where(fault => fault.IsWarning && set.Policies.Any(policy => policy.Origin == fault.File)))
        {
            context.Error.Line($"warning: {warning}");
        }

        return set;
    }

    /// <summary>The policies that those given would follow: named, else those in force by the settings that have the same ids.</summary>
    public static PolicySet LoadAgainst(VerbContext context, SharedOptions shared, string[] named, PolicySet given)
    {
        if (named.Length > 0)
        {
            return Load(context, [.. named.Select(name => ResolveFile(context, name))]);
        }

        var none = given with { Policies = [] };
        var use = context.Service<IOptions<PoliciesOptions>>().Value.Use;
        if (use.Count == 0 || context.Get(shared.Policy)!.Length == 0)
        {
            return none;
        }

        var inForce = Load(context, [.. use]);
        return inForce with { Policies = [.. inForce.Policies.Where(policy => given.Policies.Any(candidate => candidate.Id == policy.Id))] };
    }

    /// <summary>
    /// Policies to read what is stored by: those named now, else those of the last scan. When those cannot be loaded that is said, and
    /// whatever needs them, such as deadlines, goes without.
    /// </summary>
    public static PolicySet? LoadForStored(VerbContext context, SharedOptions shared, ScanResult? lastScan)
    {
        if (Named(context, shared).Count > 0)
        {
            return Load(context, shared);
        }

        try
        {
            return Load(context, [.. (lastScan?.Policies ?? []).Select(policy => policy.Origin.StartsWith("pack:", StringComparison.Ordinal) ? policy.Id : policy.Origin)]);
        }
        catch (PolicyException unknown)
        {
            context.Error.Line($"warning: the policies of the last scan cannot be loaded, so the dates they set are not known. Name them with --policy. {unknown.Faults[0]}");
            return null;
        }
    }

    private static IReadOnlyList<string> Named(VerbContext context, SharedOptions shared)
    {
        var named = context.Get(shared.Policy)!;
        return named.Length > 0
            ? [.. named.Select(name => ResolveFile(context, name))]
            : [.. context.Service<IOptions<PoliciesOptions>>().Value.Use];
    }

    /// <summary>A file counts from the caller's folder; an id stays as it is.</summary>
    public static string ResolveFile(VerbContext context, string fileOrId) =>
        File.Exists(context.Environment.Resolve(fileOrId)) || fileOrId.AsSpan().ContainsAny('/', '\\') ? context.Environment.Resolve(fileOrId) : fileOrId;

    private static PolicyLibrary Library(VerbContext context, IReadOnlyList<string> use) =>
        PolicyLibrary.Load(context.Service<IOptions<PoliciesOptions>>().Value.Path, use);
}
