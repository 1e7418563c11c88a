using ComplianceAgent.Commands;
using ComplianceAgent.Scanning;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tickets.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ComplianceAgent.Tests.Reports;

namespace ComplianceAgent.Tests.Commands;

public sealed class DemoTests
{
    [Fact]
    public async Task The_demo_finds_banned_apps_through_Graph_and_says_where_everything_is()
    {
        using var agent = new AgentFixture();

        var outcome = await agent.RunAsync("demo", "--once", "--devices", "60", "--store", agent.StorePath);

        outcome.Code.Should().Be(ExitCodes.Done);
        outcome.Out.Should().Contain("SIMULATED").And.Contain("open violations").And.Contain("route export report").And.Contain(agent.StorePath);
        var reports = Directory.GetFiles(Path.Combine(agent.Folder, "compliance-reports"));
        reports.Should().Contain(path => path.EndsWith(".html")).And.Contain(path => path.EndsWith("-violations.csv")).And.Contain(path => path.EndsWith(".json"));
        // A table without a row, as that of exceptions is here, has nothing that could be taken for real.
        reports.Where(path => File.ReadLines(path).Skip(1).Any()).Should().HaveCountGreaterThan(10).And.OnlyContain(path => TextOf(path).Contains("SIMULATED", StringComparison.OrdinalIgnoreCase));
    }

    private static string TextOf(string path) => path.EndsWith(".xlsx", StringComparison.Ordinal) ? string.Concat(XlsxFile.Parts(File.ReadAllBytes(path)).Values) : File.ReadAllText(path);

    [Fact]
    public async Task The_same_seed_finds_the_same()
    {
        using var one = new AgentFixture();
        using var two = new AgentFixture();

        var first = await one.RunAsync("demo", "--once", "--devices", "40", "--seed", "5", "--store", one.StorePath);
        var second = await two.RunAsync("demo", "--once", "--devices", "40", "--seed", "5", "--store", two.StorePath);

        Findings(first).Should().Equal(Findings(second)).And.NotBeEmpty();

        static IEnumerable<string> Findings(AgentOutcome outcome) =>
            outcome.Out.Split('\n').SkipWhile(line => !line.StartsWith("App ", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0);
    }

    [Fact]
    public async Task Without_once_days_pass_until_it_is_stopped()
    {
        using var agent = new AgentFixture();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var output = new StringWriter();
        (int Channels, int Mails)? channels = null;
        var watched = new WatchedWriter(output, text => text.StartsWith("SIMULATED 20", StringComparison.Ordinal), stop.Cancel);
        var environment = new CommandEnvironment
        {
            Out = watched,
            Error = TextWriter.Null,
            WorkingDirectory = agent.Folder,
            ProgramFolder = Path.Combine(agent.Folder, "program"),
            Listening = host => channels = (host.Services.GetRequiredService<MessageChannels>().Set.Count, host.Services.GetRequiredService<IOptions<ReportOptions>>().Value.Mail.To.Count),
        };
        string[] real = ["Messages:Smtp:Host=mail.example", "Messages:Smtp:From=agent@contoso.example", "Messages:Teams:Url=https://teams.example/workflows/1", "Reports:Mail:To:0=boss@contoso.example"];

        var code = await CommandLine.RunAsync(
            ["demo", "--devices", "30", "--seconds-per-day", "1", "--port", "0", "--store", agent.StorePath, "--set", $"Log:Directory={agent.LogFolder}", .. real.SelectMany(setting => new[] { "--set", setting })], environment, stop.Token);

        code.Should().Be(ExitCodes.Done);
        channels.Should().Be((0, 0), "what is set up for real gets nothing of a demo");
        output.ToString().Should().Contain("open violations on");
    }

    [Theory]
    [InlineData("--devices", "9", "--devices 9: must be between 10 and 1000000.")]
    [InlineData("--devices", "many", "many")]
    [InlineData("--port", "70000", "--port 70000: must be between 0 and 65535.")]
    public async Task A_number_out_of_range_is_refused(string option, string value, string said)
    {
        using var agent = new AgentFixture();

        var outcome = await agent.RunAsync("demo", "--once", option, value);

        outcome.Code.Should().Be(ExitCodes.BadUsage);
        outcome.Error.Should().Contain(said);
    }

    private sealed class WatchedWriter(StringWriter inner, Func<string, bool> isIt, Action then) : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => inner.Write(value);

        public override void WriteLine(string? value)
        {
            inner.WriteLine(value);
            if (isIt(value ?? ""))
            {
                then();
            }
        }
    }
}
