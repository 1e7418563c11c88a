using ComplianceAgent.Violations.Excusing;
using ComplianceAgent.Violations.Reviews;

namespace ComplianceAgent.Violations.Store;

/// <summary>An <see cref="ExcusingDecision"/> in columns. Rows are only ever added.</summary>
internal sealed class ExcusingActRow
{
    public required string Tenant { get; set; }

    /// <summary>From 1 without gaps, per tenant: a scan that has not seen the last one may not be stored.</summary>
    public long Sequence { get; set; }

    public long Number { get; set; }

    public ExcusingStep Step { get; set; }

    public ExcusingKind Kind { get; set; }

    public required string PolicyId { get; set; }

    public required string What { get; set; }

    public required string About { get; set; }

    /// <summary>Empty when no file is behind it.</summary>
    public required string FileName { get; set; }

    public required string FileBefore { get; set; }

    public required string FileAfter { get; set; }

    public required string Basis { get; set; }

    public int Violations { get; set; }

    public int Devices { get; set; }

    public required string Author { get; set; }

    public required string AuthorSource { get; set; }

    public required string Reason { get; set; }

    public DateTimeOffset At { get; set; }

    public long ScanNumber { get; set; }

    public static ExcusingActRow From(ExcusingDecision step) => new()
    {
        Tenant = step.Tenant,
        Sequence = step.Sequence,
        Number = step.Number,
        Step = step.Step,
        Kind = step.Matter.Kind,
        PolicyId = step.Matter.PolicyId,
        What = step.Matter.What,
        About = step.Matter.About,
        FileName = step.Matter.File?.Name ?? "",
        FileBefore = step.Matter.File?.Before ?? "",
        FileAfter = step.Matter.File?.After ?? "",
        Basis = step.Matter.Basis,
        Violations = step.Matter.Violations,
        Devices = step.Matter.Devices,
        Author = step.Author.Name,
        AuthorSource = step.Author.Source,
        Reason = step.Reason,
        At = step.At,
        ScanNumber = step.ScanNumber,
    };

    public ExcusingDecision ToDecision() => new()
    {
        Tenant = Tenant,
        Sequence = Sequence,
        Number = Number,
        Step = Step,
        Matter = new ExcusingMatter
        {
            Kind = Kind,
            PolicyId = PolicyId,
            What = What,
            About = About,
            File = FileName.Length == 0 ? null : new FileChange(FileName, FileBefore, FileAfter),
            Basis = Basis,
            Violations = Violations,
            Devices = Devices,
        },
        Author = new Author(Author, AuthorSource),
        Reason = Reason,
        At = At,
        ScanNumber = ScanNumber,
    };
}
