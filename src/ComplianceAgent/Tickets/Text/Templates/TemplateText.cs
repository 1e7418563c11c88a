using System.Globalization;
using System.Text.RegularExpressions;
using Fluid;
using Fluid.Ast;

namespace ComplianceAgent.Tickets.Text.Templates;

/// <summary>A template as read: its first line is the title, then <c>---</c>, then the body.</summary>
internal sealed partial class TemplateText
{
    private static readonly FluidParser Parser = new();

    private readonly string _file;
    private readonly string _text;
    private readonly IFluidTemplate _title;
    private readonly IFluidTemplate _body;

    private TemplateText(string file, string text, IFluidTemplate title, IFluidTemplate body) => (_file, _text, _title, _body) = (file, text, title, body);

    /// <summary>Reads a template.</summary>
    /// <exception cref="TemplateException">It cannot be used: file, line, column and what to do.</exception>
    public static TemplateText Read(string file, string text)
    {
        text = text.ReplaceLineEndings("\n").TrimStart('\uFEFF');
        var lines = text.Split('\n');
        if (lines.Length < 2 || lines[0].Trim().Length == 0 || lines[1].Trim() != "---")
        {
            throw At(file, 1, 1, "the first line must be the title, the second ---, and the text must follow.");
        }

        // Empty lines in place of the title keep the numbers of the lines.
        return new TemplateText(file, text, Parse(file, lines[0]), Parse(file, "\n\n" + string.Join('\n', lines.Skip(2))));
    }

    /// <summary>The title for these values: one line.</summary>
    public string Title(TemplateContext context) => Blanks().Replace(Render(_title, context, NeutralEncoder.Title), " ").Trim();

    /// <summary>The body for these values, in neutral markup.</summary>
    public string Body(TemplateContext context) => Render(_body, context, NeutralEncoder.Body);

    private static IFluidTemplate Parse(string file, string text)
    {
        if (Parser.TryParse(text, out var template, out var error))
        {
            return new RangeFinder().Find(template) ? throw RangeAt(file, text) : template;
        }

        var place = Place().Match(error);
        return place.Success
            ? throw At(file, Number(place.Groups["line"]), Number(place.Groups["column"]), error[..place.Index].Trim() + ".")
            : throw At(file, 1, 1, error.Split('\n')[0]);
    }

    private static TemplateException RangeAt(string file, string text)
    {
        var before = text[..Math.Max(0, text.IndexOf("..", StringComparison.Ordinal))];
        return At(file, before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'), "a range such as (1..9) cannot be used here.");
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private string Render(IFluidTemplate template, TemplateContext context, NeutralEncoder encoder)
    {
        try
        {
            using var writer = new BoundedWriter();

            // Nothing that a template is given waits for anything, so this has ended when it comes back.
            var rendering = template.RenderAsync(writer, context, encoder, isolateContext: false).AsTask();
#pragma warning disable RS0030 // It has ended; this only brings its exception here.
            rendering.GetAwaiter().GetResult();
#pragma warning restore RS0030
            return writer.ToString();
        }
        catch (UnknownMemberException unknown)
        {
            throw Where(unknown.Member, unknown.Message, unknown);
        }
        catch (Exception refused) when (refused is FluidException or InvalidOperationException or FileNotFoundException or ArgumentException or FormatException or ArithmeticException or InvalidCastException)
        {
            throw Where(Quoted().Match(refused.Message).Groups["name"].Value, Say(refused), refused);
        }
    }

    private static string Say(Exception refused) => refused switch
    {
        FileNotFoundException => "a template cannot include another file; write its text here.",
        InvalidOperationException when refused.Message.Contains("recursion", StringComparison.Ordinal) => "it takes too many steps; is there a loop that is too long?",
        _ => refused.Message.TrimEnd('.') + ".",
    };

    /// <summary>The engine does not tell where; the first place that names it does.</summary>
    private TemplateException Where(string name, string problem, Exception cause)
    {
        var before = _text[..Math.Max(0, IndexOfWord(_text, name))];
        return At(_file, before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n'), problem, cause);
    }

    /// <summary>Where a name stands that is no part of a longer one; -1 when nowhere.</summary>
    private static int IndexOfWord(string text, string name)
    {
        for (var at = name.Length == 0 ? -1 : text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            if (!IsWord(text, at - 1) && !IsWord(text, at + name.Length))
            {
                return at;
            }
        }

        return -1;

        static bool IsWord(string text, int at) => at >= 0 && at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_');
    }

    private static TemplateException At(string file, int line, int column, string problem, Exception? cause = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}, column {column}: {problem} Mend the template, or take it away to use the shipped one."), cause);

    [GeneratedRegex(@" at \((?<line>\d+):(?<column>\d+)\)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    [GeneratedRegex(@"'(?<name>[A-Za-z0-9_.]+)'", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    /// <summary>The engine makes a list of a whole range before any limit counts: (1..100000000) would take the machine's memory.</summary>
    private sealed class RangeFinder : AstVisitor
    {
        private bool _found;

        public bool Find(IFluidTemplate template)
        {
            VisitTemplate(template);
            return _found;
        }

        protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
        {
            _found = true;
            return rangeExpression;
        }
    }

    /// <summary>A text of a size that any mail server takes.</summary>
    private sealed class BoundedWriter() : StringWriter(CultureInfo.InvariantCulture)
    {
        private const int Most = 500_000;

        public override void Write(char value)
        {
            Bound(1);
            base.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            Bound(count);
            base.Write(buffer, index, count);
        }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            Bound(buffer.Length);
            base.Write(buffer);
        }

        public override void Write(string? value)
        {
            Bound(value?.Length ?? 0);
            base.Write(value);
        }

        private void Bound(int count)
        {
            if (GetStringBuilder().Length + count > Most)
            {
                throw new InvalidOperationException("the text grows beyond 500000 characters");
            }
        }
    }
}
