using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>A policy file with the files it extends, nearest first.</summary>
internal sealed record PolicyChain(IReadOnlyList<SourceFile> Files)
{
    /// <summary>Longest chain; more is a mistake nobody could read.</summary>
    public const int MaxLength = 8;

    /// <summary>The whole tree: keys replaced one by one, lists whole, an empty value clears.</summary>
    public YamlMapping Tree => Files.Skip(1).Aggregate(Files[0].Root!, (tree, file) => Merge(tree, file.Root!));

    /// <summary>The file's own hash; for a chain, the hash over the hashes of its files, one a line, nearest first.</summary>
    public string Hash => Files.Count == 1
        ? Files[0].Hash
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Files.Select(file => file.Hash)))));

    /// <summary>Follows <c>extends</c>; null when it leads nowhere, which is then among the faults.</summary>
    public static PolicyChain? Follow(SourceFile file, IReadOnlyDictionary<string, SourceFile> byId, FaultList faults)
    {
        var files = new List<SourceFile> { file };
        while (files[^1].Root?.Find("extends") is YamlScalar next)
        {
            if (!byId.TryGetValue(next.Text, out var found))
            {
                faults.AddUnknown(next.Mark, "policy", next.Text, byId.Keys);
                return null;
            }

            if (files.Contains(found))
            {
                faults.Add(next.Mark, "policy-extends-itself", ("chain", string.Join(" > ", files.Append(found).Select(f => f.Id))));
                return null;
            }

            files.Add(found);
            if (files.Count > MaxLength)
            {
                faults.Add(next.Mark, "policy-extends-too-long", ("limit", MaxLength.ToString(CultureInfo.InvariantCulture)));
                return null;
            }
        }

        return files[0].Root is null ? null : new PolicyChain(files);
    }

    private static YamlMapping Merge(YamlMapping own, YamlMapping below)
    {
        var merged = new YamlMapping(own.Mark);
        foreach (var entry in own.Entries)
        {
            merged.TryAdd(entry.Value is YamlMapping mine && below.Map(entry.Key.Text) is { } theirs ? entry with { Value = Merge(mine, theirs) } : entry);
        }

        // What own has already, empty or not, stays; the file's identity is never inherited.
        foreach (var entry in below.Entries.Where(entry => entry.Key.Text is not ("policy" or "formerly" or "extends" or "schema")))
        {
            merged.TryAdd(entry);
        }

        return merged;
    }
}
