using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using IntuneSimulator;

namespace ComplianceAgent.Tests.Simulator;

/// <summary>A plain client that does what any caller of Graph does, and trusts everything it is told: the opposite of the agent.</summary>
internal sealed class SimulatorClient : IDisposable
{
    private readonly HttpClient http;

    private SimulatorClient(HttpClient http) => this.http = http;

    public HttpClient Http => http;

    public static async Task<SimulatorClient> SignInAsync(SimulatorHost sim, TimeSpan? patience = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = sim.BaseAddress, Timeout = patience ?? TimeSpan.FromSeconds(60) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "any", ["client_secret"] = "s3cret" });
        using var reply = await http.PostAsync(new Uri("/contoso/oauth2/v2.0/token", UriKind.Relative), form);
        reply.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", json.RootElement.GetProperty("access_token").GetString());
        return new SimulatorClient(http);
    }

    public async Task<JsonElement> GetAsync(string address)
    {
        using var reply = await http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute));
        reply.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync()).RootElement.Clone();
    }

    public async Task<List<JsonElement>> ListAsync(string address)
    {
        var rows = new List<JsonElement>();
        var seen = new HashSet<string>();
        for (string? next = "/v1.0/deviceManagement/" + address; next is not null && seen.Add(next);)
        {
            var page = await GetAsync(next);
            rows.AddRange(page.GetProperty("value").EnumerateArray());
            next = page.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
        }

        return rows;
    }

    public async Task<JsonElement> StartJobAsync(object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var reply = await http.PostAsync(new Uri("/v1.0/deviceManagement/reports/exportJobs", UriKind.Relative), content);
        reply.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await reply.Content.ReadAsByteArrayAsync()).RootElement.Clone();
    }

    /// <summary>Asks until the job is over or has been asked for often enough.</summary>
    public async Task<JsonElement> WaitForJobAsync(string id)
    {
        var job = default(JsonElement);
        for (var i = 0; i < 8; i++)
        {
            job = await GetAsync($"/v1.0/deviceManagement/reports/exportJobs/{id}");
            if (job.GetProperty("status").GetString() is "completed" or "failed")
            {
                break;
            }
        }

        return job;
    }

    public async Task<string> StartAndWaitForUrlAsync(object body)
    {
        var job = await WaitForJobAsync((await StartJobAsync(body)).GetProperty("id").GetString()!);
        return job.GetProperty("url").GetString()!;
    }

    public static async Task<byte[]> DownloadAsync(string url)
    {
        using var plain = new HttpClient();
        return await plain.GetByteArrayAsync(new Uri(url));
    }

    public void Dispose() => http.Dispose();
}
