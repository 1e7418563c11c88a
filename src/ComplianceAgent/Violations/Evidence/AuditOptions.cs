using ComplianceAgent.Hosting;

namespace ComplianceAgent.Violations.Evidence;

/// <summary>Where evidence is kept that whoever owns the store cannot change with it. Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Audit";

    /// <summary>Written instead of a path by who wants no checkpoints.</summary>
    public const string None = "none";

    /// <summary>
    /// File that gets a line after every stored scan and every decision; <c>none</c> keeps none. Empty takes <c>checkpoints.jsonl</c> in the state
    /// directory, wherever the store is.
    /// </summary>
    public string CheckpointFile { get; set; } = "";

    /// <summary>Private key (PEM, ECDSA on P-256) that signs each line; empty signs nothing. <c>audit keygen</c> makes one.</summary>
    public string SigningKeyFile { get; set; } = "";

    /// <summary>Path of the checkpoint file; null when none is kept.</summary>
    public string? EffectivePath => CheckpointFile.Length == 0 ? Path.Combine(StateDirectory.Default, "checkpoints.jsonl")
        : CheckpointFile.Equals(None, StringComparison.OrdinalIgnoreCase) ? null
        : CheckpointFile;
}
