namespace ComplianceAgent.Violations.Evidence;

/// <summary>A checkpoint as it was read.</summary>
/// <param name="Content">What it says.</param>
/// <param name="Seal">What its signature says.</param>
public sealed record CheckpointLine(Checkpoint Content, CheckpointSeal Seal)
{
    /// <summary>True unless there are keys and none signed it.</summary>
    public bool IsTrusted => Seal is CheckpointSeal.Good or CheckpointSeal.Unchecked;

    /// <summary>The lines of a file, in order; what is no checkpoint is left out.</summary>
    /// <param name="path">Path.</param>
    /// <param name="tenant">Tenant whose lines are wanted; null for all.</param>
    /// <param name="keys">Keys to check signatures with; none checks nothing.</param>
    public static IEnumerable<CheckpointLine> In(string path, string? tenant, IReadOnlyCollection<CheckpointKey> keys)
    {
        // Reading a line as text is far cheaper than understanding it, and most are of other tenants.
        var wanted = tenant is null ? "" : $"\"tenant\":\"{tenant}\"";
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16, FileOptions.SequentialScan));
        while (reader.ReadLine() is { } line)
        {
            if (line.Contains(wanted, StringComparison.Ordinal) && Checkpoint.Read(line) is { } content && (tenant is null || content.Tenant == tenant))
            {
                yield return new CheckpointLine(content, CheckpointKey.Judge(line, keys));
            }
        }
    }
}
