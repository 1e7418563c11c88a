using ComplianceAgent.Tickets.Outgoing;
using Microsoft.Extensions.Time.Testing;

namespace ComplianceAgent.Tests.Tickets.Outgoing;

/// <summary>Secrets are read where their references lead, and never told.</summary>
public sealed class SecretReaderTests : IDisposable
{
    private const string Secret = "hunter2-hunter2";

    private readonly string folder = Directory.CreateTempSubdirectory("secrets").FullName;
    private readonly FakeTimeProvider clock = new();
    private readonly List<Uri> asked = [];
    private Func<string> vault = () => Secret;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_secret_itself_an_empty_one_and_one_with_a_line_break()
    {
        (await ReadAsync(Secret)).Should().Be(Secret);
        (await FailedAsync("")).Message.Should().StartWith("Tickets:X:Token: the secret is empty");
        (await FailedAsync("two\nlines")).Message.Should().NotContain("two");
        new SecretReference("Tickets:X:Token", Secret).ToString().Should().NotContain(Secret);
    }

    [Fact]
    public async Task An_environment_variable_is_read_anew()
    {
        const string Name = "COMPLIANCE_TEST_SECRET";
        (await FailedAsync("env:" + Name)).Message.Should().Be("Tickets:X:Token: the environment variable COMPLIANCE_TEST_SECRET is not set.");
        Environment.SetEnvironmentVariable(Name, Secret);
        try
        {
            (await ReadAsync("env:" + Name)).Should().Be(Secret);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }
    }

    [Fact]
    public async Task A_file_is_read_anew_and_refused_when_others_may_read_it()
    {
        var path = Path.Combine(folder, "token");
        (await FailedAsync("file:" + path)).Message.Should().Be($"Tickets:X:Token: the file {path} cannot be read.");
        await File.WriteAllTextAsync(path, Secret + "\n", Cancel);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            (await FailedAsync("file:" + path)).Message.Should().Contain("chmod 600").And.NotContain(Secret);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await ReadAsync("file:" + path)).Should().Be(Secret);
        await File.WriteAllTextAsync(path, "changed", Cancel);
        (await ReadAsync("file:" + path)).Should().Be("changed");
    }

    [Fact]
    public async Task A_vault_is_asked_every_five_minutes()
    {
        const string Reference = "keyvault:https://ours.vault.azure.net/secrets/tracker";
        var reader = Reader();
        for (var i = 0; i < 3; i++)
        {
            (await reader.ReadAsync(new SecretReference("Tickets:X:Token", Reference), Cancel)).Should().Be(Secret);
        }

        asked.Should().ContainSingle().Which.AbsoluteUri.Should().Be("https://ours.vault.azure.net/secrets/tracker");
        clock.Advance(TimeSpan.FromMinutes(5));
        vault = () => throw new HttpRequestException("token abc leaked");
        var act = () => reader.ReadAsync(new SecretReference("Tickets:X:Token", Reference), Cancel).AsTask();
        (await act.Should().ThrowAsync<SecretException>()).Which.Should().Match<SecretException>(failed =>
            failed.MayPass && failed.Message == "Tickets:X:Token: the vault ours.vault.azure.net did not give the secret (no connection).");
    }

    [Theory]
    [InlineData("keyvault:https://ours.vault.azure.net/secrets/tracker", true)]
    [InlineData("keyvault:https://ours.vault.azure.net/secrets/tracker/0123", true)]
    [InlineData("keyvault:https://ours.vault.azure.cn/secrets/tracker", true)]
    [InlineData("keyvault:https://ours.vault.usgovcloudapi.net/secrets/tracker", true)]
    [InlineData("keyvault:http://ours.vault.azure.net/secrets/tracker", false)]
    [InlineData("keyvault:https://evil.example/secrets/tracker", false)]
    [InlineData("keyvault:https://ours.vault.azure.net.evil.example/secrets/tracker", false)]
    [InlineData("keyvault:https://evil.example#.vault.azure.net/secrets/tracker", false)]
    [InlineData("keyvault:https://a@ours.vault.azure.net/secrets/tracker", false)]
    [InlineData("keyvault:https://ours.vault.azure.net:444/secrets/tracker", false)]
    [InlineData("keyvault:https://ours.vault.azure.net/keys/tracker", false)]
    [InlineData("keyvault:https://.vault.azure.net/secrets/tracker", false)]
    [InlineData("keyvault:nonsense", false)]
    [InlineData("file:relative", false)]
    [InlineData("env:", false)]
    [InlineData("env:A B", false)]
    [InlineData("env:OURS_1", true)]
    [InlineData("plain text", true)]
    public async Task Only_what_is_written_well_is_followed(string text, bool isGood)
    {
        var reference = new SecretReference("Tickets:X:Token", text);

        (reference.Fault() is null).Should().Be(isGood);
        if (!isGood)
        {
            reference.Fault().Should().StartWith("Tickets:X:Token: ");
            (await FailedAsync(text)).MayPass.Should().BeFalse();
            asked.Should().BeEmpty();
        }
    }

    private SecretReader Reader() => new(
        (address, _) =>
        {
            asked.Add(address);
            return Task.FromResult(vault());
        },
        clock);

    private async Task<string> ReadAsync(string text) => await Reader().ReadAsync(new SecretReference("Tickets:X:Token", text), Cancel);

    private async Task<SecretException> FailedAsync(string text)
    {
        var act = () => ReadAsync(text);
        return (await act.Should().ThrowAsync<SecretException>()).Which;
    }
}
