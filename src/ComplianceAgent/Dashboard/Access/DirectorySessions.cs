using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// Reads again, while a session goes on, what the directory says of its person: with the refresh token that came with the sign-in. Whoever lost the role,
/// or the account, is out within a minute; who gained one has it as soon.
/// </summary>
internal sealed class DirectorySessions(DirectoryTokens tokens, IOptions<DashboardOptions> options, TimeProvider clock)
{
    /// <summary>Name of the refresh token in the cookie.</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary>How old what is known may be for looking and for ordinary acts.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(45);

    /// <summary>How old for an act that excuses.</summary>
    public static readonly TimeSpan Now = TimeSpan.FromSeconds(5);

    // A directory that does not answer costs freshness for so long; then the session ends, because nobody knows whether it should go on.
    private static readonly TimeSpan LongestUnread = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    /// <summary>Takes note of a session: at sign-in, and when a cookie of another agent comes by.</summary>
    /// <param name="visitor">As the cookie says.</param>
    /// <param name="refreshToken">Token to read again with.</param>
    /// <param name="readAt">When the directory said so.</param>
    public void Know(Visitor visitor, string? refreshToken, DateTimeOffset readAt)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        Forget();
        known.GetOrAdd(visitor.Session, _ => new Known(visitor, refreshToken ?? "", readAt, clock.GetUtcNow() + TimeSpan.FromHours(options.Value.SessionHours)));
    }

    /// <summary>Ends a session on this agent: its circuits close at their next look.</summary>
    public void End(string session)
    {
        if (known.TryGetValue(session, out var ended))
        {
            ended.IsOver = true;
        }
    }

    /// <summary>The visitor as the directory sees them, no older than asked; null when the session is over.</summary>
    public async Task<Visitor?> ReadAsync(Visitor visitor, TimeSpan maxAge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        if (!known.TryGetValue(visitor.Session, out var session) || session.IsOver || clock.GetUtcNow() >= session.Until)
        {
            return null;
        }

        await session.Gate.WaitAsync(cancellationToken);
        try
        {
            if (!session.IsOver && clock.GetUtcNow() - session.ReadAt > maxAge)
            {
                await ReadAsync(session, maxAge, cancellationToken);
            }

            return session.IsOver ? null : session.Visitor;
        }
        finally
        {
            session.Gate.Release();
        }
    }

    private async Task ReadAsync(Known session, TimeSpan maxAge, CancellationToken cancellationToken)
    {
        var answer = await tokens.RefreshAsync(session.RefreshToken, cancellationToken);
        switch (answer)
        {
            case { Token: { } token } when SameOf(token, session.Visitor) is { } now:
                session.Visitor = now with { ProvedAt = session.Visitor.ProvedAt };
                session.RefreshToken = answer.RefreshToken ?? session.RefreshToken;
                session.ReadAt = clock.GetUtcNow();
                session.IsOver = now.Grants.IsEmpty;
                break;
            case { IsUnreachable: true } when maxAge > Now && clock.GetUtcNow() - session.ReadAt < LongestUnread:
                break;
            case { IsUnreachable: true } when clock.GetUtcNow() - session.ReadAt < LongestUnread:
                throw new DirectoryUnreachableException();
            default:
                session.IsOver = true;
                break;
        }
    }

    private Visitor? SameOf(ClaimsIdentity token, Visitor before) =>
        DirectoryGrants.Visitor(token, options.Value.SignIn, before.Session) is { } now && now.Id == before.Id ? now : null;

    private void Forget()
    {
        var now = clock.GetUtcNow();
        foreach (var (session, _) in known.Where(pair => now >= pair.Value.Until))
        {
            known.TryRemove(session, out _);
        }
    }

    private sealed class Known(Visitor visitor, string refreshToken, DateTimeOffset readAt, DateTimeOffset until)
    {
        private volatile bool isOver;

        public SemaphoreSlim Gate { get; } = new(1);

        public Visitor Visitor { get; set; } = visitor;

        public string RefreshToken { get; set; } = refreshToken;

        public DateTimeOffset ReadAt { get; set; } = readAt;

        public DateTimeOffset Until => until;

        public bool IsOver
        {
            get => isOver;
            set => isOver = value;
        }
    }
}

/// <summary>The directory does not answer, and what is asked needs its word of now.</summary>
internal sealed class DirectoryUnreachableException() : Exception("The directory does not answer.");
