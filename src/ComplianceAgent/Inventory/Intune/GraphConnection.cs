using Azure.Core;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Authentication.Azure;

namespace ComplianceAgent.Inventory.Intune;

/// <summary>One tenant's Graph client, and the questions asked through it: no exception of a neighbour's making leaves here.</summary>
internal sealed class GraphConnection
{
    public GraphConnection(TenantOptions tenant, GraphEndpoints endpoints, TokenCredential credential, IHttpMessageHandlerFactory handlers, GraphOptions options)
    {
        Tenant = tenant.Name;
        Endpoints = endpoints;
        Credential = credential;
        Options = options;
        Traffic = new TenantTraffic(tenant.Name, endpoints);
        var http = new HttpClient(new TenantStampHandler(Traffic, handlers.CreateHandler(GraphPipeline.Graph))) { Timeout = Timeout.InfiniteTimeSpan };
        var signIn = new AzureIdentityAuthenticationProvider(credential, [endpoints.Root.Host], null, isCaeEnabled: true, endpoints.Scope);
        Client = new GraphServiceClient(http, signIn, endpoints.Root.AbsoluteUri);
    }

    public string Tenant { get; }

    public GraphEndpoints Endpoints { get; }

    public TokenCredential Credential { get; }

    public GraphOptions Options { get; }

    public TenantTraffic Traffic { get; }

    public GraphServiceClient Client { get; }

    /// <summary>Signs in; what the token says of itself, null when it says nothing.</summary>
    /// <exception cref="InventoryException">Nobody could sign in.</exception>
    public async Task<TokenClaims?> SignInAsync(CancellationToken cancellationToken)
    {
        try
        {
            return TokenClaims.Read((await Credential.GetTokenAsync(new TokenRequestContext([Endpoints.Scope], isCaeEnabled: true), cancellationToken)).Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever a sign-in library throws, and whatever it writes into its message: only Entra's code goes on.
            throw new InventoryException(SignInFaults.Tell(Tenant, e));
        }
    }

    /// <summary>Asks one question.</summary>
    /// <param name="what">What is asked, for reasons; no foreign text.</param>
    /// <param name="ask">The call.</param>
    /// <param name="cancellationToken">Cancellation is passed on, a time-out of the pipeline is a fault.</param>
    public async Task<GraphAnswer<T>> AskAsync<T>(string what, Func<CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return new GraphAnswer<T>(await ask(cancellationToken), null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && GraphFault.Tell(e, what, Tenant) is not null)
        {
            return new GraphAnswer<T>(null, GraphFault.Tell(e, what, Tenant));
        }
    }

    /// <summary>Reads a list page by page. What was read before a fault was taken.</summary>
    /// <param name="what">What is read, for reasons.</param>
    /// <param name="getPage">Gets the first page (null) or the one behind a checked link.</param>
    /// <param name="take">Takes a page's rows and says how many there were; null when the page holds no list.</param>
    /// <param name="cancellationToken">Ends the sweep.</param>
    public async Task<PageSweep> SweepAsync<TPage>(
        string what, Func<string?, CancellationToken, Task<TPage?>> getPage, Func<TPage, int?> take, CancellationToken cancellationToken)
        where TPage : BaseCollectionPaginationCountResponse
    {
        var links = new LinkTrail(Endpoints, Options.MaxPages);
        var sweep = new PageSweep(0, 0, null);
        string? link = null;
        do
        {
            var page = await AskAsync($"{what}, page {links.Pages + 1}", cancel => getPage(link, cancel), cancellationToken);
            if (page.Fault is not null || page.Value is not { } value || take(value) is not { } rows)
            {
                return sweep with { Fault = page.Fault ?? PageFaults.NoList(what, links.Pages + 1) };
            }

            sweep = new PageSweep(sweep.Rows + rows, Math.Max(sweep.Declared, value.OdataCount ?? 0), null);
            link = value.OdataNextLink;
            if (links.Refuse(link, what) is { } refused)
            {
                return sweep with { Fault = refused };
            }
        }
        while (link is not null);

        return sweep.Rows < sweep.Declared ? sweep with { Fault = PageFaults.Short(what, sweep) } : sweep;
    }
}

/// <summary>How reading a list went.</summary>
/// <param name="Rows">Rows taken.</param>
/// <param name="Declared">Largest count that a page declared; 0 when none did.</param>
/// <param name="Fault">Why it is not whole.</param>
internal sealed record PageSweep(long Rows, long Declared, GraphFault? Fault);
