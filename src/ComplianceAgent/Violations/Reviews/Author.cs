using System.Text;
using ComplianceAgent.Inventory;

namespace ComplianceAgent.Violations.Reviews;

/// <summary>Who decided something, and how that is known.</summary>
/// <param name="Name">Name as told, for people.</param>
/// <param name="Source">
/// How it is known: <see cref="OsAccount"/>, <see cref="SignedIn"/>, <see cref="Register"/> or <see cref="Agent"/>; of who signed in with the organisation's
/// directory, <c>signed-in:TENANT/OBJECT</c>.
/// </param>
public sealed record Author(string Name, string Source)
{
    /// <summary>Signed in with the organisation's own directory: the one source that is more than asserted.</summary>
    public const string SignedIn = "signed-in";

    private const string Between = ":";

    /// <summary>Named in a file, whose hash is kept beside it: asserted by whoever may change the file.</summary>
    public const string Register = "file";

    /// <summary>The account that ran the command, as the operating system tells it: asserted, not signed.</summary>
    public const string OsAccount = "os-account";

    /// <summary>Somebody who closed a ticket in a tracker: asserted by whoever may change tickets there.</summary>
    public const string Tracker = "tracker";

    /// <summary>A machine that showed one of the agent's own keys.</summary>
    public const string Key = "key";

    /// <summary>The program itself, in a scan.</summary>
    public const string Agent = "agent";

    /// <summary>How it is known, without the id in the directory: what may be told.</summary>
    public string Kind => Source.StartsWith(SignedIn + Between, StringComparison.Ordinal) ? SignedIn : Source;

    /// <summary>Tenant and object of the directory; null for who did not sign in with one.</summary>
    public string? DirectoryId => Kind == SignedIn && Source.Length > SignedIn.Length ? Source[(SignedIn.Length + Between.Length)..] : null;

    /// <summary>
    /// Who it is, to tell two people apart. An account of a system goes without its machine or domain (<c>ann@host</c>, <c>HOST\ann</c>): a
    /// container may call itself anything. Width, form and blanks of the letters make no other person.
    /// </summary>
    public string Person
    {
        get
        {
            var name = ForeignText.Clean(Name).Normalize(NormalizationForm.FormKC);
            name = Source == OsAccount && name.LastIndexOf('@') is > 0 and var at ? name[..at] : name;
            var account = name[(name.LastIndexOf('\\') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return account.Length > 0 ? string.Join(' ', account) : name.Trim();
        }
    }

    /// <summary>True when two names may be one person's: capitals tell nobody apart, nor does a machine that only one of them names.</summary>
    public bool IsSamePersonAs(Author other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (DirectoryId is { } id && other.DirectoryId is { } otherId)
        {
            // One object may have many names, and a name may be given on: the directory's own ids alone tell two people apart.
            return string.Equals(id, otherId, StringComparison.OrdinalIgnoreCase);
        }

        var (one, two) = (Person, other.Person);
        return Same(one, two) || (one.Contains('@', StringComparison.Ordinal) != two.Contains('@', StringComparison.Ordinal) && Same(BeforeAt(one), BeforeAt(two)));

        static string BeforeAt(string name) => name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;

        static bool Same(string one, string two) => string.Equals(one, two, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Somebody who signed in with the organisation's directory.</summary>
    /// <param name="name">Name for people: the user principal name.</param>
    /// <param name="tenantId">Id of the directory.</param>
    /// <param name="objectId">Id of the person in it.</param>
    public static Author OfDirectory(string name, string tenantId, string objectId) => new(name, $"{SignedIn}{Between}{tenantId}/{objectId}");

    /// <summary>The account this process runs as.</summary>
    public static Author OfProcess() => new($"{Environment.UserName}@{Environment.MachineName}", OsAccount);
}
