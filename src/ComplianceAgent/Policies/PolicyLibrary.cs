using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Policies.Yaml;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Policies;

/// <summary>One policy there is, whether in force or not.</summary>
/// <param name="Id">Id.</param>
/// <param name="Title">English title; the id when the file is too broken to tell.</param>
/// <param name="Origin">File, or <c>pack:</c> and the id.</param>
/// <param name="IsShipped">True for a ready-made one.</param>
/// <param name="IsInForce">True when it is named in use.</param>
/// <param name="Policy">The policy; null when it has faults.</param>
/// <param name="Faults">Faults and warnings.</param>
public sealed record PolicyListing(
    string Id, string Title, string Origin, bool IsShipped, bool IsInForce, Policy? Policy, ImmutableArray<PolicyFault> Faults);

/// <summary>
/// Every policy there is, ready-made or the customer's, with the catalogue they rest on. Immutable. Loading never throws: what is
/// wrong is in <see cref="Faults"/>, and only choosing policies that cannot be used is an exception.
/// </summary>
public sealed class PolicyLibrary
{
    private readonly PolicyFiles _files;
    private readonly ImmutableSortedDictionary<string, Entry> _byId;
    private readonly ImmutableDictionary<SourceFile, Entry> _byFile;
    private readonly FaultList _general;

    private PolicyLibrary(PolicyFiles files, bool replaces = false)
    {
        _files = files;
        _general = new FaultList();
        _general.AddRange(files.Faults.Items);
        Catalogue = CatalogueBuilder.Build([.. EmbeddedFiles.Catalogue(), .. files.Files.Where(file => file.IsCatalogue)], _general);
        SourceFile[] policies = [.. EmbeddedFiles.Packs(), .. files.Files.Where(file => !file.IsCatalogue)];
        Replaced = replaces ? [.. policies.Where(file => IsReplaced(file, files))] : [];
        var entries = PolicyIndex.Build([.. policies.Except(Replaced)], Catalogue);
        _byFile = entries.ToImmutableDictionary(entry => entry.File);
        _byId = entries.Where(entry => entry.OwnsId).ToImmutableSortedDictionary(entry => entry.File.Id!, entry => entry, StringComparer.Ordinal);
        Faults = [.. _general.Items.Concat(entries.SelectMany(entry => entry.Faults.Items)).Distinct()];
    }

    /// <summary>The catalogue, the customer's additions included.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>Files whose place a file named by itself has taken, because it gives the same id.</summary>
    internal ImmutableArray<SourceFile> Replaced { get; }

    /// <summary>Every fault and warning of every file, used or not.</summary>
    public ImmutableArray<PolicyFault> Faults { get; }

    /// <summary>Ids of the policies there are, in order.</summary>
    public IEnumerable<string> Ids => _byId.Keys;

    /// <summary>Ids of those that can be put in force as they are: a category that waits for the customer's list cannot.</summary>
    public IEnumerable<string> ReadyIds => _byId.Where(pair => !Waiting(pair.Value).Any()).Select(pair => pair.Key);

    /// <summary>Loads what comes with the program, a folder (may be null) and single files; ids among the latter are passed over.</summary>
    public static PolicyLibrary Load(string? path = null, IEnumerable<string>? filesOrIds = null) =>
        new(PolicyFiles.Read(path, (filesOrIds ?? []).Where(PolicyFiles.IsPath)));

    /// <summary>
    /// The same, to try a file out before it goes live: one that is named by itself takes the place of the pack or of the file in the folder
    /// that has its id.
    /// </summary>
    internal static PolicyLibrary LoadReplacing(string? path, IEnumerable<string> filesOrIds) =>
        new(PolicyFiles.Read(path, filesOrIds.Where(PolicyFiles.IsPath)), replaces: true);

    /// <summary>The same for a text that lies in no file; it is chosen by its name.</summary>
    /// <param name="path">Folder of the customer's own; may be null.</param>
    /// <param name="name">A name that ends in <c>.yaml</c>: faults begin with it.</param>
    /// <param name="text">The policy, UTF-8.</param>
    internal static PolicyLibrary LoadReplacing(string? path, string name, ReadOnlySpan<byte> text) =>
        new(PolicyFiles.Read(path, []).With(SourceFile.Read(name, text)), replaces: true);

    /// <summary>Loads what the settings name.</summary>
    public static PolicyLibrary Load(PoliciesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Load(options.Path, options.Use);
    }

    internal static PolicyLibrary Of(PolicyFiles files) => new(files);

    /// <summary>Checks files against what else there is; without files, checks everything there is.</summary>
    /// <param name="files">Files.</param>
    /// <param name="path">Folder of the customer's own.</param>
    /// <param name="now">With it, facts that nobody has checked for a year and policies that have ended are warned of too.</param>
    /// <returns>Every fault and warning; empty when all is well.</returns>
    public static ImmutableArray<PolicyFault> Validate(IReadOnlyCollection<string> files, string? path = null, DateTimeOffset? now = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        var read = PolicyFiles.Read(path, files);
        var library = new PolicyLibrary(read);
        ImmutableArray<PolicyFault> all = now is { } moment ? [.. library.Faults, .. library.Outdated(moment)] : library.Faults;
        var asked = files.Select(file => read.ByArgument[file].Name).ToHashSet(StringComparer.Ordinal);
        return files.Count == 0 ? all : [.. all.Where(fault => asked.Contains(fault.File))];
    }

    /// <summary>Every policy there is, those in use marked.</summary>
    public ImmutableArray<PolicyListing> List(IEnumerable<string>? use = null)
    {
        var used = (use ?? []).Select(name => Find(name)?.File).OfType<SourceFile>().ToHashSet();
        return [.. _byId.Values.Select(entry => new PolicyListing(
            entry.File.Id!, entry.Policy?.EnglishTitle ?? entry.File.Id!, entry.File.Name, entry.File.IsShipped,
            used.Contains(entry.File), entry.Policy, [.. entry.Faults.Items]))];
    }

    /// <summary>The policies named, each by id or by file, in that order.</summary>
    /// <exception cref="PolicyException">None is named, one is not there, or one has faults; all faults at once.</exception>
    public PolicySet Select(IEnumerable<string> filesOrIds)
    {
        ArgumentNullException.ThrowIfNull(filesOrIds);
        var (faults, chosen) = (new FaultList(), new List<Policy>());
        faults.AddRange(_general.Items.Where(fault => !fault.IsWarning));
        foreach (var name in filesOrIds.Distinct(StringComparer.Ordinal))
        {
            Choose(name, chosen, faults);
        }

        if (chosen.Count == 0 && !faults.HasErrors)
        {
            // The list is what somebody came for, so it is not cut as values are elsewhere.
            faults.AddRange([PolicyFault.Of(Setting.File, 0, 0, Reason.Of("policy-none-in-use", ("available", Available)))]);
        }

        return faults.HasErrors ? throw new PolicyException([.. faults.Items]) : new PolicySet([.. chosen], Catalogue);
    }

    /// <summary>A ban of catalogue products (with their families) and whole vendors, made on the spot; its id is <c>ad-hoc</c>.</summary>
    /// <exception cref="PolicyException">Nothing is named, or an id is not in the catalogue; all faults at once.</exception>
    public PolicySet AdHoc(IReadOnlyCollection<string> productIds, IReadOnlyCollection<string> vendorIds)
    {
        ArgumentNullException.ThrowIfNull(productIds);
        ArgumentNullException.ThrowIfNull(vendorIds);
        var faults = new FaultList();
        faults.AddRange(_general.Items.Where(fault => !fault.IsWarning));
        RefuseUnknown("--product", "product", productIds, Catalogue.Products.ContainsKey, Catalogue.Products.Keys, faults);
        RefuseUnknown("--vendor", "vendor", vendorIds, Catalogue.Vendors.ContainsKey, Catalogue.Vendors.Keys, faults);
        if (productIds.Count + vendorIds.Count == 0)
        {
            faults.Add(new Mark("--product", 0, 0), "policy-adhoc-empty");
        }

        return faults.HasErrors ? throw new PolicyException([.. faults.Items]) : new PolicySet([AdHocPolicy(productIds, vendorIds)], Catalogue);
    }

    /// <summary>What a choice of policies rests on among the customer's files: theirs, those they extend, every catalogue file.</summary>
    internal ImmutableArray<SourceFile> FilesBehind(IEnumerable<string> filesOrIds) =>
        [.. filesOrIds.Select(Find).OfType<Entry>().SelectMany(entry => entry.Chain?.Files ?? [])
            .Concat(_files.Files.Where(file => file.IsCatalogue)).Where(file => !file.IsShipped).Distinct()];

    private static bool IsReplaced(SourceFile file, PolicyFiles files) =>
        file.Id is { } id && !files.ByArgument.ContainsValue(file) && files.ByArgument.Values.Any(named => !named.IsCatalogue && named.Id == id);

    private IEnumerable<PolicyFault> Outdated(DateTimeOffset now) =>
        from entry in _byFile.Values.OrderBy(entry => entry.File.Name, StringComparer.Ordinal)
        where entry.Policy is not null
        from reason in PolicyAge.Notes([entry.Policy!], now)
        let key = reason.Code == "policy-has-ended" ? "renewals" : "checkedOn"
        let mark = entry.File.Root?.Entry(key)?.Key.Mark ?? new Mark(entry.File.Name, 0, 0)
        select PolicyFault.Of(mark.File, mark.Line, mark.Column, reason, isWarning: true);

    private static Mark Setting { get; } = new("Policies:Use", 0, 0);

    private string Available => string.Join(", ", Ids);

    private Entry? Find(string fileOrId) => PolicyFiles.IsPath(fileOrId)
        ? _files.ByArgument.TryGetValue(fileOrId, out var file) ? _byFile.GetValueOrDefault(file) : null
        : _byId.GetValueOrDefault(fileOrId);

    private void Choose(string name, List<Policy> chosen, FaultList faults)
    {
        if (Find(name) is not { } entry)
        {
            RefuseUnknown(name, faults);
            return;
        }

        faults.AddRange(entry.Faults.Items.Where(fault => !fault.IsWarning).Concat(Waiting(entry).Select(fault => fault with { IsWarning = false })));
        if (entry.Policy is { } policy && !chosen.Contains(policy))
        {
            chosen.Add(policy);
        }
    }

    /// <summary>What a ready-made policy waits for: noted as long as it is not in use.</summary>
    private static IEnumerable<PolicyFault> Waiting(Entry entry) => entry.Faults.Items.Where(fault => fault.IsWarning && fault.Reason?.Code == RuleListBuilder.WaitsForList);

    private void RefuseUnknown(string name, FaultList faults)
    {
        if (_files.ByArgument.TryGetValue(name, out var file))
        {
            faults.Add(new Mark(file.Name, 0, 0), "policy-catalogue-as-policy");
        }
        else if (Spelling.Nearest(name, Ids) is { } near)
        {
            faults.Add(Setting, "policy-not-found-near", ("id", name), ("near", near), ("available", Available));
        }
        else
        {
            faults.Add(Setting, "policy-not-found", ("id", name), ("available", Available));
        }

        // The policy may be in a file too broken to tell its id.
        faults.AddRange(_byFile.Values.Where(entry => !entry.OwnsId).SelectMany(entry => entry.Faults.Items).Where(fault => !fault.IsWarning));
    }

    private static void RefuseUnknown(
        string option, string what, IEnumerable<string> ids, Func<string, bool> isKnown, IEnumerable<string> known, FaultList faults)
    {
        foreach (var id in ids.Where(id => !isKnown(id)))
        {
            faults.AddUnknown(new Mark(option, 0, 0), what, id, known);
        }
    }

    private static Policy AdHocPolicy(IReadOnlyCollection<string> productIds, IReadOnlyCollection<string> vendorIds)
    {
        var rules = productIds.Distinct(StringComparer.Ordinal).Select(id => new PolicyRule { Id = id, Product = id, Family = true })
            .Concat(vendorIds.Distinct(StringComparer.Ordinal).Select(id => new PolicyRule { Id = "vendor-" + id, Vendor = id })).ToImmutableArray();
        var names = string.Join(", ", rules.Select(rule => rule.Id));
        return new Policy
        {
            Id = "ad-hoc",
            Title = ImmutableSortedDictionary<string, string>.Empty.Add("en", "Ad-hoc ban of " + names),
            Scope = new PolicyScope { Personal = Severity.Violation },
            Rules = rules,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names))),
            Origin = "ad-hoc",
        };
    }
}
