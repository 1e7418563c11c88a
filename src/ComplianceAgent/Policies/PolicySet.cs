using System.Collections.Immutable;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Policies;

/// <summary>The policies in force, with the catalogue they rest on: one immutable snapshot, swapped whole on reload.</summary>
/// <param name="Policies">In the order they are named in <c>Policies:Use</c>.</param>
/// <param name="Catalogue">Catalogue, customer additions included.</param>
public sealed record PolicySet(ImmutableArray<Policy> Policies, Catalogue Catalogue);

/// <summary>One fault in a policy or catalogue file.</summary>
/// <param name="File">File as the user named it.</param>
/// <param name="Line">Line, from 1; 0 when the fault is of the whole file.</param>
/// <param name="Column">Column, from 1; 0 when unknown.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="IsWarning">True when the file can still be used.</param>
public sealed record PolicyFault(string File, int Line, int Column, string Message, bool IsWarning = false)
{
    /// <summary>Why, as a code with parameters; <see cref="Message"/> is its sentence.</summary>
    public Reason? Reason { get; init; }

    /// <summary>A fault made of its reason.</summary>
    public static PolicyFault Of(string file, int line, int column, Reason reason, bool isWarning = false) =>
        new(file, line, column, Sentences.Say(reason), isWarning) { Reason = reason };

    /// <summary><c>file(line,column): message</c>, the form editors and CI systems link.</summary>
    public override string ToString() =>
        Line > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}({Line},{Column}): {Message}") : $"{File}: {Message}";
}

/// <summary>Policies that cannot be used, with every fault found.</summary>
public sealed class PolicyException : Exception
{
    /// <summary>Creates one.</summary>
    public PolicyException(IReadOnlyList<PolicyFault> faults)
        : base(string.Join(Environment.NewLine, faults)) => Faults = faults;

    /// <summary>Every fault found, warnings included.</summary>
    public IReadOnlyList<PolicyFault> Faults { get; }
}
