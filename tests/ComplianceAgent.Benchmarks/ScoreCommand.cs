using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ComplianceAgent.Inventory;
using ComplianceAgent.Inventory.Files;
using ComplianceAgent.Matching;
using ComplianceAgent.Policies;
using ComplianceAgent.Reasons;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Benchmarks;

/// <summary><c>score</c>: judges a labelled list of apps and says how often the verdicts are right, and where they are not.</summary>
internal static class ScoreCommand
{
    /// <summary>What the bans of the packs name, and what bears its name or serves the same accounts; families included.</summary>
    private static readonly string[] CoreProducts =
    [
        "tiktok", "douyin", "capcut", "jianying", "lark", "feishu", "dola", "trae", "coze", "lemon8", "wechat", "qq", "tim", "deepseek", "rednote",
    ];

    /// <summary>Vendors of whom every product is banned wherever one is.</summary>
    private static readonly string[] CoreVendors = ["kaspersky"];

    private static readonly Option<string> Apps = new("--apps") { Description = "CSV file with the columns platform,name,publisher,version,identifier.", Required = true };
    private static readonly Option<string> Labels = new("--labels") { Description = "CSV file that says of some of the rows what they are.", Required = true };
    private static readonly Option<string[]> Policies = new("--policy") { Description = "Policy files or ids under test.", DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> Products = new("--product") { Description = "Catalogue products under test.", DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> Vendors = new("--vendor") { Description = "Catalogue vendors under test.", DefaultValueFactory = _ => [] };
    private static readonly Option<bool> Brief = new("--brief") { Description = "Leave the rows out." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("score", "Judge a labelled list of apps; ends with 1 below precision 0.99 or recall 0.97.") { Apps, Labels, Policies, Products, Vendors, Brief };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var set = UnderTest(parsed);
        var matcher = PolicyMatcher.Compile(set);
        var labels = ScoreLabel.Read(parsed.GetValue(Labels)!);
        var apps = await ReadAsync(parsed.GetValue(Apps)!, cancellationToken);
        var vendors = set.Policies.SelectMany(policy => policy.Rules).Select(rule => rule.Vendor).OfType<string>().Select(id => set.Catalogue.Vendors[id].Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

        var isGood = true;
        foreach (var (title, blank) in Views)
        {
            var rows = apps.Select((app, index) => Judge(index + 1, blank(app), labels.GetValueOrDefault(index + 1), matcher, vendors)).ToList();
            Print(title, rows);
            if (!parsed.GetValue(Brief))
            {
                PrintRows(matcher, rows);
            }

            isGood &= title != AsGiven || Score.Of(rows).IsGood;
        }

        PrintSpeed(matcher, apps);
        return isGood ? 0 : 1;
    }

    /// <summary>The best of some rounds: what the matcher costs where nothing else runs on the machine.</summary>
    private static void PrintSpeed(PolicyMatcher matcher, List<DistinctApp> apps)
    {
        var best = TimeSpan.MaxValue;
        var allocated = 0L;
        for (var round = 0; round < SpeedRounds; round++)
        {
            var (before, from) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            foreach (var app in apps)
            {
                _ = matcher.IsWanted(app);
            }

            var took = Stopwatch.GetElapsedTime(from);
            best = took < best ? took : best;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{best.TotalMicroseconds / apps.Count:0.00} µs and {allocated / apps.Count} bytes an app"));
    }

    private const int SpeedRounds = 15;

    private const string AsGiven = "as given";

    private static readonly (string Title, Func<DistinctApp, DistinctApp> Blank)[] Views =
    [
        (AsGiven, static app => app),
        ("without identifiers", static app => app with { Identifier = "" }),
        ("without identifiers and publishers", static app => app with { Identifier = "", Publisher = "" }),
    ];

    private static PolicySet UnderTest(ParseResult parsed)
    {
        var (policies, products, vendors) = (parsed.GetValue(Policies)!, parsed.GetValue(Products)!, parsed.GetValue(Vendors)!);
        var library = PolicyLibrary.Load(filesOrIds: policies);
        if (policies.Length > 0)
        {
            return library.Select(policies);
        }

        if (products.Length + vendors.Length == 0)
        {
            products = [.. CoreProducts.Where(library.Catalogue.Products.ContainsKey)];
            vendors = [.. CoreVendors.Where(library.Catalogue.Vendors.ContainsKey)];
        }

        Console.WriteLine($"policy under test: products {string.Join(' ', products)} with their families; vendors {string.Join(' ', vendors)}");
        return library.AdHoc(products, vendors);
    }

    private static async Task<List<DistinctApp>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var apps = new List<DistinctApp>();
        await using var content = File.OpenRead(path);
        var faults = await new AppListReader(Options.Create(new ArchiveLimits())).ReadAsync(
            content, Path.GetFileName(path), (_, app, _) => apps.Add(app ?? new DistinctApp(Platform.Unknown, "")), cancellationToken);
        return faults.Count == 0 ? apps : throw new InvalidDataException(Sentences.Say(faults[0]));
    }

    private static ScoredRow Judge(long row, DistinctApp app, ScoreLabel? label, PolicyMatcher matcher, HashSet<string> vendors)
    {
        var best = matcher.Match(app).OrderByDescending(match => match.Severity == Severity.Violation).ThenByDescending(match => match.Confidence).FirstOrDefault();
        return new ScoredRow(row, app, label, Expected(label, vendors), best);
    }

    private static Expectation Expected(ScoreLabel? label, HashSet<string> vendors) => label switch
    {
        null or { IsBanned: false } => Expectation.Clean,
        { Confidence: "low" } => Expectation.Open,
        { Scope: "core" } => Expectation.Banned,
        _ => vendors.Contains(label.Vendor) ? Expectation.Banned : Expectation.Open,
    };

    private static void Print(string title, List<ScoredRow> rows)
    {
        Console.WriteLine();
        Console.WriteLine($"{title,-36}{"rows",8}{"banned",8}{"found",8}{"false",8}{"suspected",11}{"precision",11}{"recall",8}");
        foreach (var group in rows.GroupBy(row => row.App.Platform.Family()).OrderBy(group => group.Key))
        {
            Print("  " + group.Key, Score.Of([.. group]));
        }

        Print("  all", Score.Of(rows));
    }

    private static void Print(string title, Score score) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{title,-36}{score.Rows,8}{score.Banned,8}{score.Found,8}{score.False,8}{score.Suspected,11}{score.Precision,11:0.000}{score.Recall,8:0.000}"));

    private static void PrintRows(PolicyMatcher matcher, List<ScoredRow> rows)
    {
        foreach (var row in rows.Where(row => row.IsMiss))
        {
            Print("MISSED", row, row.Best is { } best ? $"{best.Confidence}: {best.Evidence}" : WhyNot(matcher, row.App));
        }

        foreach (var row in rows.Where(row => row.IsFalse))
        {
            Print(row.Label is null ? "FALSE (no label)" : "FALSE", row, $"{row.Best!.Confidence}: {row.Best.Evidence}");
        }

        foreach (var row in rows.Where(row => row is { IsSuspected: true, Expected: Expectation.Clean }))
        {
            Print("suspected", row, row.Best!.Evidence.ToString());
        }
    }

    private static string WhyNot(PolicyMatcher matcher, DistinctApp app)
    {
        var misses = matcher.Explain(app).Policies.SelectMany(policy => policy.NearMisses).Select(miss => miss.Reason.ToString()).ToList();
        return misses.Count == 0 ? "nothing near" : string.Join(" / ", misses);
    }

    private static void Print(string kind, ScoredRow row, string why) =>
        Console.WriteLine($"    {kind} {row.Row} [{row.App.Platform}] \"{row.App.Name}\" by \"{row.App.Publisher}\" id \"{row.App.Identifier}\": {why}");
}
