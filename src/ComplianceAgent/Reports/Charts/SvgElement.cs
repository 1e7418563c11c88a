using System.Collections.Immutable;
using System.Globalization;

namespace ComplianceAgent.Reports.Charts;

/// <summary>
/// One element of a picture, as data: a page or a dashboard renders it with its own means of writing markup, and encodes text and values as it always does. Looks come from
/// classes (<see cref="ChartStyle"/>) and never from inline styles.
/// </summary>
/// <param name="Name">Name of the element.</param>
/// <param name="Attributes">Attributes, in order.</param>
/// <param name="Children">Elements within.</param>
/// <param name="Text">Text within; empty where there are elements.</param>
public sealed record SvgElement(string Name, ImmutableArray<(string Name, string Value)> Attributes, ImmutableArray<SvgElement> Children, string Text = "")
{
    internal static SvgElement Of(string name, params ReadOnlySpan<(string Name, string Value)> attributes) => new(name, [.. attributes], []);

    internal static SvgElement Words(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes) => new(name, [.. attributes], [], text);

    internal SvgElement With(IEnumerable<SvgElement> children) => this with { Children = [.. Children, .. children] };

    /// <summary>A coordinate.</summary>
    internal static string At(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
