using System.Diagnostics;
using System.Text;
using ComplianceAgent.Policies;
using CsCheck;

namespace ComplianceAgent.Tests.Policies;

/// <summary>Files made by somebody who means harm: refused by name, quickly, and never by a crash.</summary>
public sealed class HostileFilesTests
{
    private const string Alphabet = "ab: -[]{}#&*!|>'\"%@`,?\n\n  \\t0\t\u00e9<~";

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "a hundred thousand brackets", Utf8(new string('[', 100_000)), "policy-too-deep" },
        { "a hundred thousand brackets in a value", Utf8("schema: " + new string('[', 100_000)), "policy-too-deep" },
        { "a hundred thousand braces", Utf8(string.Concat(Enumerable.Repeat("{a: ", 100_000))), "policy-too-deep" },
        { "nested keys", Utf8(string.Concat(Enumerable.Range(0, 500).Select(i => new string(' ', i) + "a:\n"))), "policy-too-deep" },
        { "a billion laughs", Utf8("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b]\nd: [*c,*c,*c]\n"), "policy-alias" },
        { "a cycle", Utf8("a: &a [*a]\n"), "policy-alias" },
        { "a merge bomb", Utf8("a: &a { x: 1 }\nb: { <<: *a }\n"), "policy-alias" },
        { "an object to build", Utf8("policy: !!System.Diagnostics.Process { }\n"), "policy-tag" },
        { "a tag directive", Utf8("%TAG ! tag:evil.example,2026:\n---\npolicy: !x y\n"), "policy-tag" },
        { "a NUL", Utf8(PolicyText.Good + "authority: a\0b\n"), "policy-control-character" },
        { "an escaped NUL", Utf8(PolicyText.Good + "authority: \"a\\0b\"\n"), "policy-control-character" },
        { "a terminal escape", Utf8(PolicyText.Good + "authority: \"\\e[31m\"\n"), "policy-control-character" },
        { "a direction override", Utf8(PolicyText.Good + "authority: a\u202Eb\n"), "policy-control-character" },
        { "an escaped direction override", Utf8(PolicyText.Good + "authority: \"\\u202E\"\n"), "policy-control-character" },
        { "a line separator that hides a key", Utf8(PolicyText.Good + "# comment\u2028record: person\n"), "policy-control-character" },
        { "Latin-1", Encoding.Latin1.GetBytes(PolicyText.Good + "authority: Ministère\n"), "policy-not-utf8" },
        { "UTF-16", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(PolicyText.Good)).ToArray(), "policy-not-utf8" },
        { "an overlong slash", [.. Utf8("policy: a"), 0xC0, 0xAF], "policy-not-utf8" },
        { "a lone surrogate", [.. Utf8("policy: a"), 0xED, 0xA0, 0x80], "policy-not-utf8" },
        { "too many bytes", Utf8("# " + new string('x', 1024 * 1024)), "policy-file-too-big" },
        { "random bytes", Random(4096), "policy-not-utf8" },
        { "a thousand duplicate keys", Utf8(string.Concat(Enumerable.Repeat("policy: a\n", 1000))), "policy-duplicate-key" },
        { "an id that is a path", Utf8("schema: 1\npolicy: ../../etc/cron.d/x\n"), "policy-bad-id" },
        { "an id that ends in a line break", Utf8("schema: 1\npolicy: \"abc\\n\"\n"), "policy-bad-id" },
        { "a product id that is a path", Utf8(PolicyText.Good + "  - product: ../x\n"), "policy-bad-product-id" },
        { "a nested quantifier bomb", Utf8(PolicyText.Good + "  - { id: a, nameRegex: '((((((a{50}){50}){50}){50}){50}){50})' }\n"), "policy-regex-not-supported" },
        { "a 3,000-word alternation", Utf8(PolicyText.Good + $"  - {{ id: a, nameRegex: '{string.Join('|', Enumerable.Range(0, 3000).Select(i => "word" + i))}' }}\n"), "policy-regex-too-long" },
        { "a script as a link", Utf8(PolicyText.Good + "sources: ['https://a.example/<script>']\n"), "policy-bad-link" },
        { "a data link", Utf8(PolicyText.Good + "sources: ['data:text/html,x']\n"), "policy-bad-link" },
        { "a schema to fetch", Utf8(PolicyText.Good + "$schema: https://a.example/x\n"), "policy-unknown-key-near" },
        { "a tag that is no URI", Utf8("!!:]'t\n"), "policy-syntax" },
        { "unclosed quotes", Utf8("policy: \"abc\n\n\n"), "policy-syntax" },
        { "tabs as indent", Utf8("policy: a\n\tscope: b\n"), "policy-syntax" },
        { "only a byte order mark", [0xEF, 0xBB, 0xBF], "policy-empty-file" },
        { "nothing", [], "policy-empty-file" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Hostile_files_are_refused_by_name(string what, byte[] bytes, string code)
    {
        var watch = Stopwatch.StartNew();
        PolicyText.Faults(bytes).Select(fault => fault.Reason!.Code).Should().Contain(code, "the file holds {0}", what);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Aliases_never_multiply_what_is_read()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        PolicyText.Faults(string.Concat(Enumerable.Range(0, 40).Select(i => i == 0 ? "a0: &a0 [x]\n" : $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n")));
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(64 * 1024 * 1024);
    }

    [Fact]
    public void Foreign_text_in_a_fault_is_cut_and_cleaned() =>
        PolicyText.Faults($"schema: 1\n\"{new string('k', 900)}\\u0007\": 1\n").Should().OnlyContain(fault => fault.Message.Length < 1000 && !fault.Message.Contains('\u0007'));

    [Fact]
    public void Hostile_names_pass_as_cases_when_they_are_only_odd() =>
        PolicyText.One(PolicyText.Good + "cases: [{ name: \"Tik\\u200BTok\", expect: suspected }]\n").Cases[0].App.Name.Should().Be("Tik\u200BTok");

    [Fact]
    public void Random_files_are_judged_without_an_exception()
    {
        Gen.String[Gen.Char[Alphabet], 0, 120].Sample(
            text => PolicyText.Faults(text).Count > 0, iter: 300, threads: 1);
    }

    [Fact]
    public void A_good_file_with_a_few_strokes_too_many_or_too_few_is_judged_without_an_exception()
    {
        const string Whole = PolicyText.Good + "scope: { owner: { company: violation }, platforms: [ios] }\nsources:\n  - link: https://a.example/\ncases: [{ name: x, expect: none }]\n";
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, 12], Gen.String[Gen.Char[Alphabet], 0, 6]).Sample(
            (at, gone, more) => PolicyText.Faults(Whole[..at] + more + Whole[Math.Min(Whole.Length, at + gone)..]).All(fault => fault.Line > 0),
            iter: 300, threads: 1);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
