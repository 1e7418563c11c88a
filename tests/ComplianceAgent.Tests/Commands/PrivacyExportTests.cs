using System.Text.Json;
using ComplianceAgent.Tests.Infrastructure;
using ComplianceAgent.Tests.Violations.Privacy;
using static ComplianceAgent.Tests.Violations.Privacy.PrivacyWorld;

namespace ComplianceAgent.Tests.Commands;

/// <summary>What is kept of a person comes out whole, and with nothing of anybody else.</summary>
public sealed class PrivacyExportTests : IDisposable
{
    private readonly PrivacyWorld world = new();

    public void Dispose() => world.Dispose();

    [Theory]
    [InlineData("upn")]
    [InlineData("UPN")]
    [InlineData("mail")]
    [InlineData("id")]
    public async Task Everything_seeded_of_them_is_in_it_and_nothing_of_another(string by)
    {
        await PrivacyEraseTests.LiveAsync(world);
        await world.AsAsync("carl", "exceptions", "request", "ours", "--user", Bob.Upn, "--reason", "research", "--why", "Secret of Bob", "--until", "2026-03-01");
        var asked = by switch { "upn" => Ann.Upn, "UPN" => Ann.Upn.ToUpperInvariant(), "mail" => Ann.Mail, _ => Ann.UserId };

        var export = await world.ExportAsync(asked);

        var text = System.Text.RegularExpressions.Regex.Unescape(export.GetRawText());
        text.Should().ContainAll(Ann.Traces);
        text.Should().NotContainAny(Bob.Traces).And.NotContain("Secret of Bob").And.NotContain("carl").And.NotContain("dora").And.Contain("(another person)");
        export.GetProperty("violations").EnumerateArray().Single().GetProperty("state").GetString().Should().Be("resolved");
        export.GetProperty("exceptions").EnumerateArray().Select(exception => exception.GetProperty("id").GetString()).Should().Equal("store:1", "store:2");
        export.GetProperty("exceptions")[0].GetProperty("decisions").EnumerateArray().Select(decision => decision.GetProperty("kind").GetString()).Should().Equal("requested", "approved", "revoked");
        export.GetProperty("legalHolds").EnumerateArray().Single().GetProperty("target").GetString().Should().Be(Ann.Upn);
        Kinds(export).Should().Contain(["opened", "excepted", "exceptionEnded", "resolved", "exceptionDecided", "legalHoldPlaced"]);
        var elsewhere = export.GetProperty("elsewhere");
        elsewhere.GetProperty("reportFiles").EnumerateArray().Select(file => Path.GetFileName(file.GetString()!)).Should().Contain("compliance-local-20260105-060000.html").And.NotContain(name => name.Contains("coverage", StringComparison.Ordinal));
        elsewhere.GetProperty("notSearched").GetRawText().Should().Contain("tickets").And.Contain("mails").And.Contain("backups");
        elsewhere.GetProperty("logFiles").GetArrayLength().Should().Be(0, "no name of a person is logged");
    }

    [Fact]
    public async Task Where_the_register_names_them_is_told_with_its_line()
    {
        world.Agent.Set("Exceptions:Register", world.Agent.Write(
            "exceptions.yaml",
            $$"""
            schema: 1
            register: ours
            exceptions:
              - { id: lab-1, policy: ours, device: {{Bob.Device}}, reason: research, why: Lab, requester: Carl, approver: Dora, from: 2026-01-01, until: 2026-01-30 }
              - { id: lab-2, policy: ours, user: "{{Ann.Upn}}", reason: research, why: Lab two, requester: Carl, approver: Dora, from: 2026-01-01, until: 2026-01-30 }
            """));
        await world.ScanAsync("TikTok", "TikTok");

        var export = await world.ExportAsync(Ann.Upn);

        export.GetProperty("elsewhere").GetProperty("exceptionsRegister").EnumerateArray().Single().GetString().Should().EndWith("exceptions.yaml(5,5): register:lab-2");
        export.GetProperty("exceptionsOfRegisters").EnumerateArray().Single().GetProperty("why").GetString().Should().Be("Lab two");
        world.Pass(TimeSpan.FromDays(7));
        await world.ScanAsync("Outlook", "Outlook");
        (await world.PrivacyAsync("erase", "--user", Ann.Upn)).Error.Should().Contain("register:lab-2 is for them until 2026-01-30: take it out of the register of exceptions first.");
        world.Pass(TimeSpan.FromDays(30));
        var erased = await world.PrivacyAsync("erase", "--user", Ann.Upn, "--reports");
        erased.Code.Should().Be(0, erased.Error);
        erased.Out.Should().Contain("Not erased, register of exceptions: ").And.Contain("exceptions.yaml(5,5)");
        (await world.ContentAsync()).Should().NotContain(Ann.Upn).And.Contain(Bob.Device);
    }

    [Fact]
    public async Task What_they_decided_is_in_it_when_their_account_is_named_and_else_told_of()
    {
        await world.ScanAsync("TikTok", "TikTok");
        (await world.AsAsync("bob.peeters", "exceptions", "request", "ours", "--device", Ann.Device, "--reason", "research", "--why", "For my lab", "--until", "2026-03-01")).Code.Should().Be(0);

        var without = await world.PrivacyAsync("export", "--user", Bob.Upn);
        var with = await world.ExportAsync(Bob.Upn, "--account", "bob.peeters");

        without.Out.Should().NotContain("For my lab");
        without.Error.Should().Contain("An account bob.peeters of the system decided something. If it is theirs, add --account bob.peeters.");
        with.GetProperty("exceptions").EnumerateArray().Single().GetProperty("why").GetString().Should().Be("For my lab");
        with.GetRawText().Should().NotContain(Ann.Device);
        Kinds(with).Should().Contain("exceptionDecided");
    }

    [Fact]
    public async Task It_goes_to_a_file_of_its_owner_alone_and_overwrites_none()
    {
        await world.ScanAsync("TikTok", "TikTok");

        (await world.PrivacyAsync("export", "--user", Ann.Upn, "--out", "ann.json")).Code.Should().Be(0);
        (await world.PrivacyAsync("export", "--user", Ann.Upn, "--out", "ann.json")).Code.Should().Be(2);
        var nobody = await world.PrivacyAsync("export", "--user", "nobody@contoso.example");

        var path = Path.Combine(world.Agent.Folder, "ann.json");
        JsonDocument.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).RootElement.GetProperty("violations").GetArrayLength().Should().Be(1);
        nobody.Code.Should().Be(0);
        nobody.Error.Should().Contain("The store holds nothing of nobody@contoso.example.");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static IEnumerable<string> Kinds(JsonElement export) => export.GetProperty("events").EnumerateArray().Select(told => told.GetProperty("kind").GetString()!);
}
