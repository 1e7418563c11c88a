using System.Collections.Immutable;
using ComplianceAgent.Policies;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Commands;

/// <summary>Finds the policies a command puts in force: those named on its line, else those named in the settings.</summary>
internal static class PolicyChoice
{
    /// <summary>Loads them whole; any fault is a <see cref="PolicyException"/>. Warnings go to standard error.</summary>
    public static PolicySet Load(VerbContext context, SharedOptions shared) => Load(context, Named(context, shared));

    /// <summary>The same; with nothing named anywhere, every policy there is, so that a name can be tried before anything is in force.</summary>
    public static PolicySet LoadOrAll(VerbContext context, SharedOptions shared)
    {
        var use = Named(context, shared);
        return Load(context, use.Count > 0 ? use : [.. Library(context, []).ReadyIds]);
    }

    /// <summary>The policies named, and a ban made on the spot of products and vendors.</summary>
    public static PolicySet LoadWithAdHoc(VerbContext context, SharedOptions shared, string[] products, string[] vendors)
    {
        if (products.Length + vendors.Length == 0)
        {
            return Load(context, shared);
        }

        var adHoc = Library(context, []).AdHoc(products, vendors);
        return context.Get(shared.Policy)!.Length > 0
            ? adHoc with { Policies = [.. Load(context, shared).Policies, .. adHoc.Policies] }
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
    public static PolicySet Load(VerbContext context, IReadOnlyList<string> use)
    {
        var library = Library(context, use);
        var set = library.Select(use);
        foreach (var warning in library.Faults.Where(fault => fault.IsWarning && set.Policies.Any(policy => policy.Origin == fault.File)))
        {
            context.Error.Line($"warning: {warning}");
        }

        return set;
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
