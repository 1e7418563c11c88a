namespace ComplianceAgent.Tests;

public sealed class HouseTests
{
    [Fact]
    public void The_agent_is_called_compliance_agent() =>
        typeof(ComplianceAgent.Program).Assembly.GetName().Name.Should().Be("compliance-agent");
}
