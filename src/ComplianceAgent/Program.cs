namespace ComplianceAgent;
/// <summary>Entry point.</summary>
public sealed partial class Program
{
    private Program() { }
    private static int Main() => 0;
}
