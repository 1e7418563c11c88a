using System.Text;
using System.Text.RegularExpressions;
using ComplianceAgent.Commands;
using IntuneSimulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>How a <see cref="WebAgent"/> is to be.</summary>
internal sealed record WebAgentSetup
{
    /// <summary>True for sign-in by <see cref="OidcProvider"/> over https; false for the link that the agent prints.</summary>
    public bool SignIn { get; init; }

    /// <summary>Names of simulated tenants; each is scanned once before the service starts.</summary>
    public IReadOnlyList<string> Tenants { get; init; } = ["contoso"];

    /// <summary>Devices of each tenant.</summary>
    public int Devices { get; init; } = 60;

    /// <summary>Policies in force.</summary>
    public IReadOnlyList<string> Policies { get; init; } = ["be-federal-tiktok", "us-federal-tiktok"];

    /// <summary>More settings.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Work on the store before the service starts, by the command line.</summary>
    public Func<AgentFixture, Task> Prepare { get; init; } = _ => Task.CompletedTask;

    /// <summary>Connection of the store; null for a SQLite file of its own.</summary>
    public string? Store { get; init; }

    /// <summary>The agent's clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>The service as <c>run --simulated</c> starts it, in process, on a free port, over a store that was scanned into.</summary>
internal sealed partial class WebAgent : IAsyncDisposable
{
    private readonly List<SimulatorHost> simulators = [];
    private readonly CancellationTokenSource stop = new();
    private readonly LineWriter error = new();
    private readonly StringWriter output = new();
    private Task<int> run = Task.FromResult(0);

    private WebAgent(WebAgentSetup setup)
    {
        Setup = setup;
        Agent = new AgentFixture { Clock = setup.Clock };
        Certificates = new TestCertificates(Path.Combine(Agent.Folder, "certificates"));
    }

    public WebAgentSetup Setup { get; }

    public AgentFixture Agent { get; }

    public TestCertificates Certificates { get; }

    /// <summary>The directory; only with <see cref="WebAgentSetup.SignIn"/>.</summary>
    public OidcProvider Provider { get; private set; } = null!;

    /// <summary>The service itself.</summary>
    public WebApplication App { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The link that works now; only without sign-in.</summary>
    public Uri Link => new(LinkLine().Matches(error.Text)[^1].Groups["link"].Value);

    /// <summary>Everything it said on standard error.</summary>
    public string Said => error.Text;

    public T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public static async Task<WebAgent> StartAsync(WebAgentSetup? setup = null)
    {
        var agent = new WebAgent(setup ?? new());
        try
        {
            await agent.PrepareAsync();
            await agent.RunAsync();
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a secret where the agent reads the one it signs in with.</summary>
    public void WriteClientSecret(string secret)
    {
        File.WriteAllText(ClientSecretFile, secret);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(ClientSecretFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private string ClientSecretFile => Path.Combine(Agent.Folder, "dashboard.secret");

    /// <summary>A browser without a session: cookies are kept, redirects are not followed.</summary>
    public Browser NewBrowser() => new(this);

    /// <summary>A browser that opened the printed link.</summary>
    public async Task<Browser> LocalAsync()
    {
        var browser = NewBrowser();
        (await browser.GetAsync(Link.PathAndQuery)).StatusCode.Should().Be(System.Net.HttpStatusCode.Redirect);
        return browser;
    }

    /// <summary>A machine with a key.</summary>
    public Browser Machine(string key) => new(this, key);

    /// <summary>A browser in which somebody signed in at the directory.</summary>
    public async Task<Browser> SignInAsync(string user, params string[] roles)
    {
        var person = Provider.User(user);
        if (roles.Length > 0)
        {
            person.With(roles);
        }

        var browser = NewBrowser();
        await browser.SignInAsync(user);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await run.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            if (Provider is { } provider)
            {
                await provider.DisposeAsync();
            }

            foreach (var simulator in simulators)
            {
                await simulator.DisposeAsync();
            }

            Certificates.Dispose();
            stop.Dispose();
            Agent.Dispose();
        }
    }

    private async Task PrepareAsync()
    {
        for (var i = 0; i < Setup.Tenants.Count; i++)
        {
            var id = $"11111111-2222-3333-4444-55555555555{i}";
            var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Devices = Setup.Devices, Seed = i + 1, TenantId = id, PollsUntilCompleted = 1, BannedShare = 0.1, DoubtfulShare = 0.05 });
            simulators.Add(simulator);
            Agent.Set($"Tenants:{i}:Name", Setup.Tenants[i]).Set($"Tenants:{i}:TenantId", id).Set($"Tenants:{i}:SimulatorUrl", simulator.BaseAddress.ToString().TrimEnd('/'))
                .Set($"Tenants:{i}:Schedule:Cron", "0 0 0 1 1 ? 2099").Set($"Tenants:{i}:Schedule:JitterMinutes", "0");
        }

        if (Setup.Store is { } connection)
        {
            Agent.StorePath = connection;
        }

        Agent.Set("Graph:ExportPollSeconds", "2").Set("Store:Connection", Setup.Store ?? $"Data Source={Agent.StorePath}").Set("Reports:Directory", Path.Combine(Agent.Folder, "reports"));
        for (var i = 0; i < Setup.Policies.Count; i++)
        {
            Agent.Set($"Policies:Use:{i}", Setup.Policies[i]);
        }

        foreach (var (key, value) in Setup.Settings)
        {
            Agent.Set(key, value);
        }

        if (Setup.SignIn)
        {
            Provider = await OidcProvider.StartAsync(Certificates);
            Provider.Clock = Setup.Clock;
            WriteClientSecret(OidcProvider.ClientSecret);
            Agent.Set("Service:Url", "https://127.0.0.1:0").Set("Dashboard:Certificate", Certificates.CertificateFile).Set("Dashboard:CertificateKey", Certificates.KeyFile)
                .Set("Dashboard:SignIn:Instance", Provider.Instance).Set("Dashboard:SignIn:TenantId", OidcProvider.TenantId).Set("Dashboard:SignIn:ClientId", OidcProvider.ClientId)
                .Set("Dashboard:SignIn:ClientSecret", "file:" + ClientSecretFile).Set("Dashboard:SignIn:CertificateAuthority", Certificates.RootFile);
        }
        else
        {
            Agent.Set("Service:Url", "http://127.0.0.1:0");
        }

        foreach (var tenant in Setup.Tenants)
        {
            var scanned = await Agent.ScanAsync("--tenant", tenant);
            scanned.Code.Should().BeOneOf([ExitCodes.Done, ExitCodes.Held], scanned.Error);
        }

        await Setup.Prepare(Agent);
    }

    private async Task RunAsync()
    {
        var listening = new TaskCompletionSource<WebApplication>(TaskCreationOptions.RunContinuationsAsynchronously);
        run = Agent.RunAsync(["run", "--simulated"], output, error, listening.SetResult, stop.Token);
        if (await Task.WhenAny(listening.Task, run) == run)
        {
            throw new InvalidOperationException($"The service ended with {await run}: {error.Text}");
        }

        App = await listening.Task;
        Address = new Uri(App.Urls.First().Replace("127.0.0.1", Setup.SignIn ? "localhost" : "127.0.0.1", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<link>https?://\S+/signin\?token=\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex LinkLine();

    /// <summary>Standard error, which the service writes to from many threads.</summary>
    private sealed class LineWriter : TextWriter
    {
        private readonly StringBuilder text = new();
        private readonly Lock gate = new();

        public override Encoding Encoding => Encoding.UTF8;

        public string Text
        {
            get
            {
                lock (gate)
                {
                    return text.ToString();
                }
            }
        }

        public override void Write(char value)
        {
            lock (gate)
            {
                text.Append(value);
            }
        }

        public override void Write(string? value)
        {
            lock (gate)
            {
                text.Append(value);
            }
        }
    }
}
