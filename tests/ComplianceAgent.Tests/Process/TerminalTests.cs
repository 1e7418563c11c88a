using System.Text.RegularExpressions;

namespace ComplianceAgent.Tests.WholeProcess;

/// <summary>On a real terminal (a pseudo-terminal made by <c>script</c>): tables and colours of ours, nothing of a stranger's.</summary>
public sealed partial class TerminalTests
{
    private const string Hostile = "TikTok \u001b]52;c;ZXZpbA==\u0007\u001b]8;;http://evil.example\u001b\\click\u001b[2J\u009b31m\u202Eevil [red]x[/] [/]";

    [Fact]
    public async Task Names_chosen_by_strangers_cannot_drive_a_terminal()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "Needs script (util-linux) for a pseudo-terminal.");
        await using var sandbox = new Sandbox();
        sandbox.Environment["TERM"] = "xterm-256color";
        sandbox.Environment["COLUMNS"] = "200";
        var publisher = "TikTok Ltd.";
        sandbox.Write("apps.csv", $"Platform,ApplicationName,ApplicationPublisher,ApplicationVersion,DeviceId\niOS,\"{Hostile}\",{publisher},1,\"phone \u001b]0;owned\u0007[/]\"\n");
        sandbox.Write("name", Hostile.Replace("'", "", StringComparison.Ordinal));
        // The size of the terminal is set, as script starts one without; standard error goes to a file.
        sandbox.Before = "script -qec \"stty cols 200; '$0' scan --inventory apps.csv --policy be-federal-tiktok 2>errors; '$0' policy explain \\\"\\$(cat name)\\\" --policy be-federal-tiktok 2>>errors\" /dev/null";

        var end = await sandbox.RunAsync();

        end.Out.Should().Contain("TikTok").And.Contain("╭", "a terminal is drawn tables").And.Contain("\u001b[", "and bold headings");
        var rest = OwnColours().Replace(end.Out, "");
        rest.Where(c => char.IsControl(c) && c is not ('\r' or '\n')).Should().BeEmpty(rest);
        rest.Should().NotContain("\u202E").And.Contain("\uFFFD]52").And.Contain("[red]x[/]");
    }

    // Colours and weights, and the keypad mode that the runtime sets when it finds a terminal.
    [GeneratedRegex("\u001b\\[[0-9;]*m|\u001b\\[\\?1h\u001b=", RegexOptions.NonBacktracking)]
    private static partial Regex OwnColours();
}
