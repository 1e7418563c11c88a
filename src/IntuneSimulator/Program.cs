namespace IntuneSimulator;

internal static class SimulatorProgram
{
    private static Task<int> Main(string[] args) => Commands.RunAsync(args);
}
