using System.Globalization;
using System.Text.Encodings.Web;
using ComplianceAgent.Policies.Documents;
using Fluid;
using Fluid.Values;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>A template asked for something that it is not given.</summary>
internal sealed class UnknownMemberException(string member, string message) : Exception(message)
{
    /// <summary>What it asked for.</summary>
    public string Member { get; } = member;
}

/// <summary>Something that is not known: prints nothing, and is false in an <c>if</c>. Liquid's own empty text would be true.</summary>
internal sealed class AbsentValue : FluidValue
{
    /// <summary>The one there is.</summary>
    public static readonly AbsentValue Instance = new();

    private AbsentValue()
    {
    }

    /// <inheritdoc/>
    public override FluidValues Type => FluidValues.String;

    /// <inheritdoc/>
    public override bool Equals(FluidValue? other) => other is AbsentValue or NilValue or BlankValue or EmptyValue or StringValue && other.ToStringValue().Length == 0;

    /// <inheritdoc/>
    public override bool ToBooleanValue() => false;

    /// <inheritdoc/>
    public override decimal ToNumberValue() => 0;

    /// <inheritdoc/>
    public override string ToStringValue() => "";

    /// <inheritdoc/>
    public override object ToObjectValue() => "";

    /// <inheritdoc/>
    public override ValueTask WriteToAsync(TextWriter writer, TextEncoder encoder, CultureInfo cultureInfo) => default;
}

/// <summary>A thing with named members. Only these can be asked for: nothing of the program's own objects is ever reached.</summary>
internal sealed class MembersValue(string what, IReadOnlyDictionary<string, FluidValue> members) : FluidValue
{
    /// <inheritdoc/>
    public override FluidValues Type => FluidValues.Object;

    /// <inheritdoc/>
    public override bool Equals(FluidValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override bool ToBooleanValue() => true;

    /// <inheritdoc/>
    public override decimal ToNumberValue() => 0;

    /// <inheritdoc/>
    public override string ToStringValue() => "";

    /// <inheritdoc/>
    public override object ToObjectValue() => this;

    /// <inheritdoc/>
    public override ValueTask WriteToAsync(TextWriter writer, TextEncoder encoder, CultureInfo cultureInfo) => default;

    /// <inheritdoc/>
    public override ValueTask<FluidValue> GetValueAsync(string name, TemplateContext context) =>
        members.TryGetValue(name, out var value) ? new(value) : throw Unknown(what, name, members.Keys);

    /// <inheritdoc/>
    public override ValueTask<FluidValue> GetIndexAsync(FluidValue index, TemplateContext context)
    {
        ArgumentNullException.ThrowIfNull(index);
        return GetValueAsync(index.ToStringValue(), context);
    }

    /// <summary>What is said of a name that is not there.</summary>
    public static UnknownMemberException Unknown(string what, string name, IEnumerable<string> known)
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        return new UnknownMemberException(name, Spelling.Nearest(name, names) is { } near
            ? $"{what} has no \"{name}\"; did you mean \"{near}\"?"
            : $"{what} has no \"{name}\"; it has: {string.Join(", ", names)}.");
    }
}
