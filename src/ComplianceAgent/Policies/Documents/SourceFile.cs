using System.Security.Cryptography;
using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>One file as read from disk or from the program, judged by itself.</summary>
internal sealed record SourceFile
{
    /// <summary>File as the user named it, or <c>pack:ID</c> and <c>catalogue:ID</c> for what is shipped.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its bytes, lower-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>True for a catalogue, false for a policy.</summary>
    public required bool IsCatalogue { get; init; }

    /// <summary>Outermost keys; null when nothing could be read.</summary>
    public required YamlMapping? Root { get; init; }

    /// <summary>True when the file was read to its end.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>True for what comes with the program.</summary>
    public required bool IsShipped { get; init; }

    /// <summary>The faults of the file by itself.</summary>
    public required FaultList Faults { get; init; }

    /// <summary>Id the file gives itself; null when it gives none that is one.</summary>
    public string? Id => Root?.Text(IsCatalogue ? "catalogue" : "policy");

    /// <summary>Reads one file.</summary>
    public static SourceFile Read(string name, ReadOnlySpan<byte> bytes, bool isShipped = false)
    {
        var faults = new FaultList();
        var (root, isComplete) = YamlReader.Read(name, bytes, faults);
        var isCatalogue = IsCatalogueFile(name, root);
        if (root is not null)
        {
            var shape = isCatalogue ? CatalogueShape.Document : PolicyShape.Document;
            ShapeCheck.Check(root, shape, name, faults);
            if (isComplete)
            {
                ShapeCheck.CheckNeeded(root, shape, Need.InFile, faults);
            }
        }

        return new SourceFile
        {
            Name = name,
            Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            IsCatalogue = isCatalogue,
            Root = root,
            IsComplete = isComplete,
            IsShipped = isShipped,
            Faults = faults,
        };
    }

    /// <summary>A file that cannot be opened is a fault of its own, not an exception for the caller.</summary>
    public static SourceFile Unreadable(string name, string problem)
    {
        var faults = new FaultList();
        faults.Add(new Mark(name, 0, 0), "policy-unreadable", ("problem", problem));
        return new SourceFile { Name = name, Hash = "", IsCatalogue = IsCatalogueFile(name, null), Root = null, IsComplete = false, IsShipped = false, Faults = faults };
    }

    /// <summary>The name tells; failing that, the first of the two telling keys.</summary>
    private static bool IsCatalogueFile(string name, YamlMapping? root)
    {
        if (name.EndsWith(".catalog.yaml", StringComparison.OrdinalIgnoreCase) || name.StartsWith("catalogue:", StringComparison.Ordinal))
        {
            return true;
        }

        return !name.EndsWith(".policy.yaml", StringComparison.OrdinalIgnoreCase)
            && root?.Entries.FirstOrDefault(entry => entry.Key.Text is "policy" or "catalogue")?.Key.Text == "catalogue";
    }
}
