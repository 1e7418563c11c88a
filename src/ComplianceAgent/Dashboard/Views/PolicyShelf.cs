using System.Text;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Policies.Yaml;
using ComplianceAgent.Violations;
using ComplianceAgent.Violations.Browsing;
using ComplianceAgent.Violations.Store;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Views;

/// <summary>What a policy that was pasted would be, beside the one in force under the same id.</summary>
public sealed record PolicyTrial
{
    /// <summary>Why it cannot be used; empty when it can.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>What is odd about it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The policy; null when it cannot be used.</summary>
    public Policy? Policy { get; init; }

    /// <summary>Live violations under its id that it would keep.</summary>
    public int Stays { get; init; }

    /// <summary>Live violations under its id that it would withdraw.</summary>
    public int Withdrawn { get; init; }

    /// <summary>Lines that come (+) and go (-).</summary>
    public IReadOnlyList<(char Sign, string Text)> Changes { get; init; } = [];
}

/// <summary>The policies there are, for pages that show, try and check them. It writes nothing.</summary>
public sealed class PolicyShelf(IOptions<PoliciesOptions> options)
{
    private const string Pasted = "pasted.yaml";
    private const int MostJudged = 20_000;

    /// <summary>Every policy there is.</summary>
    public IReadOnlyList<PolicyListing> List() => PolicyLibrary.Load(options.Value).List(options.Value.Use);

    /// <summary>The text of a policy's file; null when it can no longer be read.</summary>
    public string? FileOf(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Origin.StartsWith("pack:", StringComparison.Ordinal))
        {
            return EmbeddedFiles.PackText(policy.Id);
        }

        try
        {
            return File.Exists(policy.Origin) && new FileInfo(policy.Origin).Length <= YamlReader.MaxBytes ? File.ReadAllText(policy.Origin) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How one app would be judged.</summary>
    public static PolicyExplanation Explain(PolicySet policies, string name, string publisher, string identifier, string platform) =>
        PolicyMatcher.Compile(policies).Explain(new DistinctApp(Platforms.Parse(platform), ForeignText.Clean(name), ForeignText.Clean(publisher), "", ForeignText.Clean(identifier)));

    /// <summary>Checks a pasted policy, and judges by it what is on record under its id.</summary>
    public async Task<PolicyTrial> TryAsync(string yaml, TenantView view, ViolationStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(store);
        PolicySet tried;
        var library = PolicyLibrary.LoadReplacing(options.Value.Path, Pasted, Encoding.UTF8.GetBytes(yaml));
        var warnings = library.Faults.Where(fault => fault.IsWarning && fault.File == Pasted).Select(fault => fault.ToString()).ToList();
        try
        {
            tried = library.Select([Pasted]);
        }
        catch (PolicyException unusable)
        {
            return new PolicyTrial { Faults = [.. unusable.Faults.Where(fault => !fault.IsWarning).Select(fault => fault.ToString())], Warnings = warnings };
        }

        var policy = tried.Policies[0];
        var (stays, withdrawn) = await JudgeAsync(tried, policy, view, store, cancellationToken);
        var before = view.Policies.Policies.FirstOrDefault(known => known.Id == policy.Id) is { } known ? FileOf(known) ?? "" : "";
        return new PolicyTrial { Policy = policy, Warnings = warnings, Stays = stays, Withdrawn = withdrawn, Changes = Diff(Lines(before), Lines(yaml)) };
    }

    /// <summary>A rule in a line.</summary>
    public static string Tell(PolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var parts = new (string Name, string? Value)[]
        {
            ("product", rule.Product), ("vendor", rule.Vendor), ("name", rule.Name), ("nameRegex", rule.NameRegex), ("publisher", rule.Publisher), ("identifier", rule.Identifier),
            ("version", rule.Version), ("category", rule.Category), ("platform", rule.Platform?.ToString()), ("severity", rule.Severity?.ToString()), ("removeBy", rule.RemoveBy?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
        };
        return string.Join(", ", parts.Where(part => part.Value is { Length: > 0 } && part.Value != rule.Id).Select(part => $"{part.Name}: {part.Value}"));
    }

    private static async Task<(int Stays, int Withdrawn)> JudgeAsync(PolicySet tried, Policy policy, TenantView view, ViolationStore store, CancellationToken cancellationToken)
    {
        var query = view.Query with { PolicyId = policy.Id, States = [ViolationState.Open, ViolationState.Review, ViolationState.Excepted], Sort = ViolationSort.FirstSeen, Take = MostJudged };
        var known = await store.BrowseViolationsAsync(view.Tenant, query, cancellationToken);
        var matcher = PolicyMatcher.Compile(tried);
        var stays = known.Items.Count(item => matcher.Match(item.Violation.App).Any(match => match.PolicyId == policy.Id && match.Subject == item.Violation.Subject));
        return (stays, known.Items.Count - stays);
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];

    /// <summary>What stands in one and not in the other, line by line: enough to see what a change is about.</summary>
    private static IReadOnlyList<(char Sign, string Text)> Diff(string[] before, string[] after)
    {
        var (there, here) = (before.ToHashSet(StringComparer.Ordinal), after.ToHashSet(StringComparer.Ordinal));
        return [.. before.Where(line => !here.Contains(line)).Select(line => ('-', line)), .. after.Where(line => !there.Contains(line)).Select(line => ('+', line))];
    }
}
