using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace ComplianceAgent.Dashboard.Access;

/// <summary>
/// Looks again at the session behind a live page, every half minute: it goes on as long as the cookie would, with the roles of now. A page whose session is
/// over belongs to nobody from then on.
/// </summary>
internal sealed class LiveSession(ILoggerFactory loggers, DirectorySessions sessions, LocalSignIn local, IOptions<DashboardOptions> options) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticationState);
        var visitor = Visitor.Of(authenticationState.User);
        switch (visitor.Kind)
        {
            case VisitorKind.Local:
                return !options.Value.SignIn.IsOn && visitor.Session == local.Session;
            case VisitorKind.Directory:
                if (await sessions.ReadAsync(visitor, DirectorySessions.Fresh - RevalidationInterval, cancellationToken) is not { } now)
                {
                    return false;
                }

                if (!now.Grants.SequenceEqual(visitor.Grants))
                {
                    SetAuthenticationState(Task.FromResult(new AuthenticationState(AccessClaims.Write(now))));
                }

                return true;
            default:
                return false;
        }
    }
}
