using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// Without a directory: whoever can read what the agent prints gets in, by a link that works once. When it was used, a new one is made and told, so
/// that a session that ended does not ask for a restart.
/// </summary>
internal sealed class LocalSignIn
{
    private const int Length = 32;

    private readonly Lock gate = new();
    private string token = New();

    /// <summary>Sessions of this start only: a cookie of an earlier one opens nothing.</summary>
    public string Session { get; } = New();

    /// <summary>Told whenever there is a new link; what tells it must not keep it.</summary>
    public Action<string> Tell { get; set; } = _ => { };

    /// <summary>Path of the link that works now.</summary>
    public string Path
    {
        get
        {
            lock (gate)
            {
                return PathOf(token);
            }
        }
    }

    /// <summary>True, once, for the token of the link.</summary>
    public bool TryUse(string? given)
    {
        string next;
        lock (gate)
        {
            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(token)))
            {
                return false;
            }

            token = next = New();
        }

        Tell(PathOf(next));
        return true;
    }

    private static string PathOf(string token) => "/signin?token=" + token;

    private static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));
}
