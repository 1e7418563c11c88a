using System.CommandLine;
using ComplianceAgent.Commands;
using ComplianceAgent.Tests.Infrastructure;

namespace ComplianceAgent.Tests.House;

/// <summary>The README names every verb and option there is.</summary>
public sealed class CommandDocumentTests
{
    private static readonly string Readme = File.ReadAllText(Repository.File("README.md"));

    public static TheoryData<string> Verbs => [.. Walk(CommandLine.Build(CommandEnvironment.OfProcess()), "").Select(verb => verb.Path)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_README_names_the_verb_and_its_options(string path)
    {
        var (_, command) = Walk(CommandLine.Build(CommandEnvironment.OfProcess()), "").Single(verb => verb.Path == path);

        Readme.Should().Contain($"`{path}");
        foreach (var option in command.Options.Where(option => option is not System.CommandLine.Help.HelpOption && option.Name != "--seconds-per-day"))
        {
            Readme.Should().Contain(option.Name, $"{path} has it");
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_and_option_explains_itself(string path)
    {
        var (_, command) = Walk(CommandLine.Build(CommandEnvironment.OfProcess()), "").Single(verb => verb.Path == path);

        command.Description.Should().NotBeNullOrWhiteSpace();
        command.Options.Should().OnlyContain(option => !string.IsNullOrWhiteSpace(option.Description));
        command.Arguments.Should().OnlyContain(argument => !string.IsNullOrWhiteSpace(argument.Description));
    }

    [Fact]
    public void The_README_lists_every_exit_code()
    {
        var codes = typeof(ExitCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!);

        codes.Should().OnlyContain(code => Readme.Contains($"| {code} | "));
    }

    private static IEnumerable<(string Path, Command Command)> Walk(Command command, string prefix) =>
        command.Subcommands.SelectMany(sub => sub.Subcommands.Count > 0 ? Walk(sub, prefix + sub.Name + " ") : [(prefix + sub.Name, sub)]);
}
