using System.Collections.Immutable;

namespace ComplianceAgent.Reasons;

/// <summary>
/// Why something is as it is: a stable code and its parameters. Reasons are stored and compared in this form; the sentence is
/// made only when somebody reads it (<see cref="Sentences"/>), so that it can be had in any language later.
/// </summary>
/// <param name="Code">Stable, lower case, words joined by hyphens, for example <c>name-and-publisher</c>.</param>
/// <param name="Parameters">Values by name; may hold foreign text, which every writer escapes for its own format.</param>
public sealed record Reason(string Code, ImmutableSortedDictionary<string, string> Parameters)
{
    /// <summary>A reason without parameters.</summary>
    public static Reason Of(string code) => new(code, ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>A reason with parameters.</summary>
    public static Reason Of(string code, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            builder[name] = value;
        }

        return new(code, builder.ToImmutable());
    }

    /// <summary>Name of the parameter under which a second code stands.</summary>
    internal const string Also = "also";

    /// <summary>The same reason with a second code: its sentence follows, filled from the same parameters.</summary>
    public Reason And(string code, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var builder = Parameters.ToBuilder();
        builder[Also] = code;
        foreach (var (name, value) in parameters)
        {
            builder[name] = value;
        }

        return this with { Parameters = builder.ToImmutable() };
    }

    /// <summary>Two reasons are equal when code and parameters are.</summary>
    public bool Equals(Reason? other) =>
        other is not null && Code == other.Code && Parameters.SequenceEqual(other.Parameters);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Parameters.Count);

    /// <inheritdoc/>
    public override string ToString() => Sentences.Say(this);
}
