using System.Security.Cryptography;
using System.Text;

namespace ComplianceAgent.Names;

/// <summary>The ids by which Chromium browsers register a web page installed as an app.</summary>
public static class WebApps
{
    /// <summary>Letters of an id.</summary>
    public const int IdLength = 32;

    /// <summary>
    /// The id of a web app whose manifest id, or else start address, is <paramref name="address"/>: SHA-256 twice, the first sixteen
    /// bytes as hexadecimal digits, 0 to f written as a to p.
    /// </summary>
    public static string IdOf(string address)
    {
        var hash = SHA256.HashData(SHA256.HashData(Encoding.UTF8.GetBytes(address)));
        return string.Create(IdLength, hash, static (id, bytes) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                id[i] = (char)('a' + (i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 15));
            }
        });
    }
}
