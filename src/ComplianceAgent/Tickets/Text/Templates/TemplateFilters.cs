using Fluid;
using Fluid.Values;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>
/// What templates may do with values. Filters that give back text marked as needing no escape (<c>raw</c>, <c>escape</c>, <c>append</c> on a capture)
/// would let a name through as markup: the first are not there, and of the others the mark is taken away.
/// </summary>
internal static class TemplateFilters
{
    private const int LongestText = 20_000;

    private static readonly string[] Allowed =
    [
        "join", "first", "last", "concat", "map", "reverse", "size", "sort", "sort_natural", "uniq", "where", "compact", "append", "prepend", "capitalize", "downcase", "upcase", "lstrip", "rstrip", "strip",
        "strip_newlines", "remove", "remove_first", "replace", "replace_first", "slice", "split", "truncate", "truncatewords", "at_least", "at_most", "minus", "plus", "abs", "default",
    ];

    /// <summary>Settings of the engine: unknown filters are errors (unknown values too, see NoticeModel), steps and depth are bounded, no file can be included.</summary>
    public static TemplateOptions Options { get; } = Make();

    /// <summary>Names of the filters, for the documents.</summary>
    public static IReadOnlyCollection<string> Names => Allowed;

    private static TemplateOptions Make()
    {
        var shipped = new TemplateOptions();
        var options = new TemplateOptions { StrictFilters = true, MaxSteps = 100_000, MaxRecursion = 20 };
        options.Filters.Clear();
        foreach (var name in Allowed)
        {
            if (!shipped.Filters.TryGetValue(name, out var filter))
            {
                throw new InvalidOperationException($"The template engine has no filter {name}.");
            }

            options.Filters.AddFilter(name, async (input, arguments, context) => Guard(input, await filter(input, arguments, context)));
        }

        return options;
    }

    private static FluidValue Guard(FluidValue input, FluidValue result)
    {
        if (result is not StringValue text || ReferenceEquals(input, result))
        {
            return result;
        }

        return text.ToStringValue().Length > LongestText
            ? throw new InvalidOperationException($"a filter makes a text of more than {LongestText} characters")
            : new StringValue(text.ToStringValue(), encode: true);
    }
}
