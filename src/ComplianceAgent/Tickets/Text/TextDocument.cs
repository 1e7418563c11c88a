using System.Collections.Immutable;

namespace ComplianceAgent.Tickets.Text;

/// <summary>
/// What a ticket, comment or message says, as a tree: no target's markup is in it, so a name such as <c>{color:red}</c> or <c>&lt;script&gt;</c> is
/// text in every target. Each target has one writer that makes its markup of the tree.
/// </summary>
/// <param name="Blocks">From top to bottom.</param>
public sealed record TextDocument(ImmutableArray<TextBlock> Blocks)
{
    /// <summary>A document of one plain paragraph.</summary>
    public static TextDocument OfLine(string text) => new([new ParagraphBlock([new TextSpan(text)])]);
}

/// <summary>A block.</summary>
public abstract record TextBlock;

/// <summary>A heading.</summary>
/// <param name="Level">1 to 3.</param>
/// <param name="Spans">Text.</param>
public sealed record HeadingBlock(int Level, ImmutableArray<TextSpan> Spans) : TextBlock;

/// <summary>A paragraph.</summary>
/// <param name="Spans">Text.</param>
public sealed record ParagraphBlock(ImmutableArray<TextSpan> Spans) : TextBlock;

/// <summary>A list.</summary>
/// <param name="Items">Each a line of text.</param>
/// <param name="Numbered">True for 1, 2, 3.</param>
public sealed record ListBlock(ImmutableArray<ImmutableArray<TextSpan>> Items, bool Numbered = false) : TextBlock;

/// <summary>A line across.</summary>
public sealed record RuleBlock : TextBlock;

/// <summary>Text of one kind.</summary>
/// <param name="Text">Plain text, whatever characters it holds.</param>
/// <param name="Bold">Set off.</param>
/// <param name="Link">An https address of ours or of a policy's source; null for none. Never one from a name.</param>
public sealed record TextSpan(string Text, bool Bold = false, Uri? Link = null);
