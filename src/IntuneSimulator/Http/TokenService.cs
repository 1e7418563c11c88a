using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntuneSimulator.Http;

/// <summary>
/// Gives and checks bearer tokens. They look like those of Entra (three parts, <c>roles</c>, <c>tid</c>) and are sealed with a key of this
/// run, so that a token of another simulator is refused.
/// </summary>
internal sealed class TokenService(SimulatorOptions options)
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public async Task AnswerAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            await Replies.WriteJsonAsync(http, 400, Error("invalid_request", "AADSTS900144: The request body must contain the following parameter: 'grant_type'."));
            return;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (status, body) = Decide(form);
        await Replies.WriteJsonAsync(http, status, body);
    }

    public bool IsValid(string? authorization)
    {
        if (authorization?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) != true)
        {
            return false;
        }

        var parts = authorization[7..].Trim().Split('.');
        return parts.Length == 3 && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Seal(parts[0], parts[1])), Encoding.UTF8.GetBytes(parts[2]));
    }

    public static byte[] Error(string error, string description) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["error"] = error,
        ["error_description"] = description + " Trace ID: 11111111-2222-3333-4444-555555555555",
        ["error_codes"] = new[] { 7000215 },
        ["correlation_id"] = "66666666-7777-8888-9999-000000000000",
    });

    private (int Status, byte[] Body) Decide(IFormCollection form)
    {
        string? secret = form["client_secret"];
        string? assertion = form["client_assertion"];
        if (form["grant_type"] != "client_credentials" || string.IsNullOrEmpty(form["client_id"]))
        {
            return (400, Error("unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type."));
        }

        if (!string.IsNullOrEmpty(assertion))
        {
            return assertion.Split('.').Length == 3 ? (200, Grant()) : (401, Error("invalid_client", "AADSTS700027: The certificate with identifier used to sign the client assertion is not registered."));
        }

        return !string.IsNullOrEmpty(secret) && (options.ClientSecret is null || options.ClientSecret == secret)
            ? (200, Grant())
            : (401, Error("invalid_client", "AADSTS7000215: Invalid client secret provided."));
    }

    private byte[] Grant()
    {
        var now = TimeProvider.System.GetUtcNow();
        var header = Base64Url.EncodeToString("{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"simulator\"}"u8);
        var claims = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["aud"] = "https://graph.microsoft.com",
            ["iss"] = $"https://sts.windows.net/{options.TenantId}/",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
            ["app_displayname"] = "SIMULATED",
            ["idtyp"] = "app",
            ["roles"] = options.Roles,
            ["tid"] = options.TenantId,
            ["ver"] = "1.0",
        }));
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)Life.TotalSeconds,
            ["ext_expires_in"] = (int)Life.TotalSeconds,
            ["access_token"] = $"{header}.{claims}.{Seal(header, claims)}",
        });
    }

    private string Seal(string header, string claims) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{header}.{claims}")));
}
