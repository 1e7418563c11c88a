using ComplianceAgent.Policies.Yaml;

namespace ComplianceAgent.Policies.Documents;

/// <summary>One policy file, judged in the company of all others.</summary>
/// <param name="File">File.</param>
/// <param name="Chain">With what it extends; null when that leads nowhere.</param>
/// <param name="Policy">The policy; null when it has faults.</param>
/// <param name="OwnsId">False when it gives no id, or one that an earlier file has.</param>
/// <param name="Faults">Its faults.</param>
internal sealed record Entry(SourceFile File, PolicyChain? Chain, Policy? Policy, bool OwnsId, FaultList Faults);

/// <summary>Judges policy files together: ids taken twice or made to be mistaken, <c>extends</c>, and each by itself.</summary>
internal static class PolicyIndex
{
    /// <summary>Judges every file; an id belongs to the first that gives it, shipped files before all others.</summary>
    public static IReadOnlyList<Entry> Build(IReadOnlyCollection<SourceFile> files, Catalogue catalogue)
    {
        var byId = new Dictionary<string, SourceFile>(StringComparer.Ordinal);
        var folded = new Dictionary<string, string>(StringComparer.Ordinal);
        var idFaults = files.ToDictionary(file => file, file => TakeId(file, byId, folded));
        return [.. files.Select(file => Judge(file, idFaults[file], byId, catalogue))];
    }

    private static FaultList TakeId(SourceFile file, Dictionary<string, SourceFile> byId, Dictionary<string, string> folded)
    {
        var faults = new FaultList();
        if (file.Root?.Find("policy") is not YamlScalar id)
        {
            return faults;
        }

        if (!byId.TryAdd(id.Text, file))
        {
            faults.Add(id.Mark, "policy-id-taken", ("id", id.Text), ("other", byId[id.Text].Name));
        }
        else if (!folded.TryAdd(Spelling.Fold(id.Text), id.Text))
        {
            faults.Add(id.Mark, "policy-confusable-id", ("id", id.Text), ("other", folded[Spelling.Fold(id.Text)]));
        }

        return faults;
    }

    private static Entry Judge(SourceFile file, FaultList idFaults, Dictionary<string, SourceFile> byId, Catalogue catalogue)
    {
        var faults = new FaultList();
        faults.AddRange(file.Faults.Items.Concat(idFaults.Items));
        var chain = file.Root is null ? null : PolicyChain.Follow(file, byId, faults);
        if (chain?.Files.Skip(1).FirstOrDefault(below => below.Faults.HasErrors) is { } faulty)
        {
            faults.Add(file.Root!.Find("extends")!.Mark, "policy-extends-faulty", ("id", faulty.Id ?? faulty.Name));
        }

        // A chain that leads nowhere still leaves the file itself to be judged, so that one fault hides no other.
        var judged = chain ?? (file.Root is null ? null : new PolicyChain([file]));
        var known = judged is null ? null : PolicyBuilder.Build(judged, isWhole: chain is not null, catalogue, faults);
        var ownsId = file.Id is { } id && byId.GetValueOrDefault(id) == file;
        return new Entry(file, chain, known, ownsId, faults);
    }
}
