using System.Collections.Immutable;

namespace ComplianceAgent.Matching.Compiled;

/// <summary>
/// Finds, in one pass over a text, which of many literals occur in it (Aho and Corasick). What a pass costs depends on the text and
/// on what it finds, not on how many literals there are.
/// </summary>
internal sealed class LiteralFinder<T>
    where T : class
{
    private const int Root = 0;
    private const int Branches = -1;

    private readonly Dictionary<long, int> edges = [];

    // Nearly every state has one way on: it stands here, so that a step seldom asks the dictionary.
    private readonly int[] rootAscii = new int[128];
    private readonly char[] onlyLetter;
    private readonly int[] onlyChild;
    private readonly int[] fail;
    private readonly int[] nextFound;
    private readonly ImmutableArray<T>[] found;

    public LiteralFinder(IEnumerable<(string Literal, T Value)> literals)
    {
        var values = new List<List<T>?> { null };
        var letters = new List<(int Parent, char Letter)> { (Root, '\0') };
        foreach (var (literal, value) in literals)
        {
            var state = Root;
            foreach (var letter in literal)
            {
                if (!edges.TryGetValue(Edge(state, letter), out var next))
                {
                    next = values.Count;
                    edges.Add(Edge(state, letter), next);
                    values.Add(null);
                    letters.Add((state, letter));
                }

                state = next;
            }

            (values[state] ??= []).Add(value);
        }

        found = [.. values.Select(list => list?.ToImmutableArray() ?? [])];
        fail = new int[values.Count];
        nextFound = new int[values.Count];
        onlyLetter = new char[values.Count];
        onlyChild = new int[values.Count];
        AddChildren(letters);
        Link(letters);
    }

    /// <summary>True when there is nothing to find.</summary>
    public bool IsEmpty => found.Length == 1;

    /// <summary>Adds the values of every literal that occurs in a text; <paramref name="values"/> is made when there is any.</summary>
    public void Find(ReadOnlySpan<char> text, ref HashSet<T>? values)
    {
        var state = Root;
        foreach (var letter in text)
        {
            state = Step(state, letter);
            for (var at = found[state].IsEmpty ? nextFound[state] : state; at != Root; at = nextFound[at])
            {
                foreach (var value in found[at])
                {
                    (values ??= []).Add(value);
                }
            }
        }
    }

    private static long Edge(int state, char letter) => ((long)state << 16) | letter;

    private int Step(int state, char letter)
    {
        for (; state != Root; state = fail[state])
        {
            var child = onlyChild[state];
            if (child > Root && onlyLetter[state] == letter)
            {
                return child;
            }

            if (child == Branches && edges.TryGetValue(Edge(state, letter), out var next))
            {
                return next;
            }
        }

        return letter < rootAscii.Length ? rootAscii[letter] : edges.GetValueOrDefault(Edge(Root, letter));
    }

    private void AddChildren(List<(int Parent, char Letter)> letters)
    {
        for (var state = 1; state < letters.Count; state++)
        {
            var (parent, letter) = letters[state];
            if (parent == Root && letter < rootAscii.Length)
            {
                rootAscii[letter] = state;
            }

            (onlyLetter[parent], onlyChild[parent]) = onlyChild[parent] == Root ? (letter, state) : ('\0', Branches);
        }
    }

    /// <summary>Where to go on when a literal breaks off, nearest states first, so that what a link rests on is there already.</summary>
    private void Link(List<(int Parent, char Letter)> letters)
    {
        var depth = new int[letters.Count];
        for (var state = 1; state < letters.Count; state++)
        {
            depth[state] = depth[letters[state].Parent] + 1;
        }

        foreach (var state in Enumerable.Range(1, letters.Count - 1).OrderBy(state => depth[state]))
        {
            var (parent, letter) = letters[state];
            fail[state] = parent == Root ? Root : Step(fail[parent], letter);
            nextFound[state] = found[fail[state]].IsEmpty ? nextFound[fail[state]] : fail[state];
        }
    }
}
