using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ComplianceAgent.Tests.Infrastructure;

/// <summary>What a browser does, without one: keeps cookies, sends forms, and says nothing of where it comes from unless told to.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly WebAgent agent;
    private readonly string? key;
    private readonly HttpClient http;

    public Browser(WebAgent agent, string? key = null)
    {
        this.key = key;
        this.agent = agent;
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies, SslOptions = agent.Certificates.Trust() }) { BaseAddress = agent.Address };
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The callback that the directory sent last: where and with what.</summary>
    public (Uri Address, Dictionary<string, string> Form) LastCallback { get; private set; }

    public void Dispose() => http.Dispose();

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<JsonElement> JsonAsync(string path)
    {
        using var response = await GetAsync(path);
        response.StatusCode.Should().Be(HttpStatusCode.OK, $"{path}: {await response.Content.ReadAsStringAsync()}");
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>Sends JSON with the antiforgery token that a page would send.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, object? body, params (string Name, string Value)[] headers)
    {
        using var token = await GetAsync("/api/v1/antiforgery");
        var value = token.IsSuccessStatusCode ? (await token.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()! : "none";
        return await SendAsync(HttpMethod.Post, path, JsonContent.Create(body ?? new { }), [("X-XSRF-TOKEN", value), .. headers]);
    }

    /// <summary>Sends JSON; the status and the answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> DoAsync(string path, object? body)
    {
        using var response = await PostAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length > 0 && response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json" ? JsonDocument.Parse(text).RootElement : default);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).Should().BeTrue();
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Signs in at the directory and comes back.</summary>
    /// <returns>The answer to the callback.</returns>
    public async Task<HttpResponseMessage> SignInAsync(string user, string start = "/signin?returnUrl=%2F", bool mustSucceed = true)
    {
        using var begin = await GetAsync(start);
        begin.StatusCode.Should().Be(HttpStatusCode.Redirect, await begin.Content.ReadAsStringAsync());
        using var asked = await http.GetAsync(new Uri(begin.Headers.Location + "&login_hint=" + user));
        var page = await asked.Content.ReadAsStringAsync();
        asked.StatusCode.Should().Be(HttpStatusCode.OK, page);
        var form = Input().Matches(page).ToDictionary(input => input.Groups["name"].Value, input => WebUtility.HtmlDecode(input.Groups["value"].Value));
        var answer = await CallBackAsync(new Uri(WebUtility.HtmlDecode(Action().Match(page).Groups["action"].Value)), form);
        if (mustSucceed)
        {
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync() + agent.Said);
        }

        return answer;
    }

    /// <summary>Sends what the directory sent, perhaps again.</summary>
    public Task<HttpResponseMessage> CallBackAsync(Uri address, Dictionary<string, string> form)
    {
        LastCallback = (address, form);
        return SendAsync(HttpMethod.Post, address.PathAndQuery, new FormUrlEncodedContent(form));
    }

    [GeneratedRegex("""name="(?<name>[^"]+)" value="(?<value>[^"]*)""", RegexOptions.NonBacktracking)]
    private static partial Regex Input();

    [GeneratedRegex("""action="(?<action>[^"]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Action();
}
