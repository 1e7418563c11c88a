using IntuneSimulator.Faults;
using IntuneSimulator.Reports;

namespace IntuneSimulator.Http;

/// <summary>One export job and the file it makes.</summary>
internal sealed class ExportJob
{
    public required string Id { get; init; }

    public required ReportOptions Report { get; init; }

    public required string Format { get; init; }

    public required string Localization { get; init; }

    public required IReadOnlyList<string> Select { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public required SimulatorFault? Fault { get; init; }

    /// <summary>Proof in the url that the holder may read, as a SAS signature.</summary>
    public required string Signature { get; init; }

    public required string FilePath { get; init; }

    /// <summary>Completes when the file is written.</summary>
    public Task Build { get; set; } = Task.CompletedTask;

    public int Polls { get; set; }

    /// <summary>Changes when the content does.</summary>
    public int Edition { get; set; }

    public bool RangesRefused { get; set; }

    public string ETag => $"\"0x8DE{Signature[..8].ToUpperInvariant()}{Edition:X4}\"";

    public DateTimeOffset ExpiresAt => RequestedAt.AddHours(6);
}
