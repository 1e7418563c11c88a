using ComplianceAgent.Reasons;

namespace ComplianceAgent.Tests.House;

public sealed class SentenceTests
{
    [Fact]
    public void No_code_has_two_sentences() => Sentences.Twice.Should().BeEmpty("one feature's reason would be told in another's words");
}
