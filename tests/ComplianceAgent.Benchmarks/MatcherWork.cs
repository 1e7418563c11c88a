using System.Collections.Immutable;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;

namespace ComplianceAgent.Benchmarks;

/// <summary>
/// Made-up rules and apps, the same in every run: of a hundred rules sixty exact names, twenty-five globs, ten publishers, five products;
/// apps of the same words as the rules, so that globs are touched and not only passed over, and one in a hundred banned.
/// </summary>
internal static class MatcherWork
{
    private static readonly string[] Words =
    [
        "Office", "Visual", "Player", "Update", "Driver", "Remote", "Desktop", "Client", "Studio", "Cloud", "Secure", "Photo", "Video", "Print", "Sync", "Meeting", "Reader", "Viewer", "Agent", "Manager",
        "Runtime", "Tools", "Pro", "Mobile", "Web", "Chat", "Note", "Scan", "Backup", "Disk",
    ];

    private static readonly string[] Makers = ["Microsoft Corporation", "Adobe Inc.", "Google LLC", "Contoso GmbH", "Fabrikam Ltd.", "Northwind S.A.", "", "CN=Tailspin Toys, O=Tailspin, C=US"];

    /// <summary>A policy set of so many rules, spread over so many policies.</summary>
    public static PolicySet Policies(int rules, int policies = 1)
    {
        var catalogue = PolicyLibrary.Load().Catalogue;
        var products = catalogue.Products.Keys.ToArray();
        var all = Enumerable.Range(0, rules).Select(i => Rule(i, products)).ToArray();
        return new PolicySet([.. Enumerable.Range(0, policies).Select(policy => Policy(policy, [.. all.Where((_, i) => i % policies == policy)]))], catalogue);
    }

    /// <summary>Distinct apps.</summary>
    public static DistinctApp[] Apps(int count) => [.. Enumerable.Range(0, count).Select(App)];

    private static PolicyRule Rule(int i, string[] products)
    {
        var id = "rule-" + Number(i);
        return (i % 20) switch
        {
            < 12 => new PolicyRule { Id = id, Name = $"{Word(i)} {Word(i / 7)} {Number(i)}" },
            < 15 => new PolicyRule { Id = id, Name = $"{Word(i)} {Word(i / 3)} Banned {Number(i)}*" },
            < 17 => new PolicyRule { Id = id, Name = $"*{Word(i)}{Word(i / 5)} {Number(i)}*" },
            < 19 => new PolicyRule { Id = id, Publisher = i % 2 == 0 ? $"{Word(i)} {Number(i)} Software" : $"{Word(i)} {Number(i)}*" },
            _ => new PolicyRule { Id = id, Product = products[i / 20 % products.Length], Family = true },
        };
    }

    private static DistinctApp App(int i)
    {
        var version = $"{Number(i % 90)}.{Number(i % 7)}.{Number(i)}";
        var name = (i % 100, i % 5) switch
        {
            (0, _) => "TikTok",
            (_, 0) => $"{Word(i)} {Word(i / 3)} {version} (x64)",
            (_, 1) => $"{Word(i)}{Word(i / 11)}",
            (_, 2) => $"Microsoft {Word(i)} {Word(i / 13)} 2022 - en-us",
            (_, 3) => $"Contoso.{Word(i)}{Word(i / 17)}",
            _ => $"{Word(i)} {Word(i / 19)} for {Word(i / 23)} {Number(i)}",
        };
        return new DistinctApp(i % 3 == 0 ? Platform.IOS : Platform.Windows, name, Makers[i % Makers.Length], version);
    }

    private static string Word(int i) => Words[i % Words.Length];

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static Policy Policy(int index, ImmutableArray<PolicyRule> rules) => new()
    {
        Id = "bench-" + Number(index),
        Title = ImmutableSortedDictionary<string, string>.Empty.Add("en", "Benchmark"),
        Rules = rules,
        Hash = "00",
        Origin = "benchmark",
    };
}
