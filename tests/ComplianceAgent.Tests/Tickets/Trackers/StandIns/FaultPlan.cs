namespace ComplianceAgent.Tests.Tickets.Trackers.StandIns;

/// <summary>What goes wrong with one request.</summary>
internal enum ServerFault
{
    None,

    /// <summary>429 with Retry-After; nothing is done.</summary>
    Throttled,

    /// <summary>503; nothing is done.</summary>
    Unavailable,

    /// <summary>500; nothing is done.</summary>
    FailsBefore,

    /// <summary>The connection breaks before anything is done.</summary>
    CutBefore,

    /// <summary>It is done, and the connection breaks instead of a reply.</summary>
    CutAfter,

    /// <summary>It is done, and then answered with 500.</summary>
    FailsAfter,

    /// <summary>It is done, and a proxy's page comes instead of the reply.</summary>
    PageAfter,

    /// <summary>Nothing is done, and no reply comes until the caller goes away.</summary>
    HangsBefore,

    /// <summary>It is done, and no reply comes until the caller goes away.</summary>
    HangsAfter,
}

/// <summary>
/// What goes wrong with the requests to a server: some faults that a test puts in line, and a share of all requests drawn from a seed.
/// Drawing is by the order of requests, so a seed gives the same faults to the same requests when they come one after another.
/// </summary>
internal sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly List<(Func<ServerRequest, bool> Hits, ServerFault Fault)> line = [];
    private Random? dice;
    private (ServerFault Fault, double Share)[] shares = [];
    private int drawn;

    /// <summary>How many requests were hit so far.</summary>
    public int Hits => drawn;

    /// <summary>The next request of a method under a path gets a fault.</summary>
    public void Next(ServerFault fault, string method = "", string path = "") => Next(fault, request => (method.Length == 0 || request.Method == method) && request.Path.Contains(path, StringComparison.Ordinal));

    /// <summary>The next request that fits gets a fault.</summary>
    public void Next(ServerFault fault, Func<ServerRequest, bool> hits)
    {
        lock (gate)
        {
            line.Add((hits, fault));
        }
    }

    /// <summary>From now on faults hit by chance, each with its share of all requests.</summary>
    public void Seed(int seed, params (ServerFault Fault, double Share)[] faults)
    {
        lock (gate)
        {
            (dice, shares) = (new Random(seed), faults);
        }
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void Clear()
    {
        lock (gate)
        {
            line.Clear();
            dice = null;
        }
    }

    /// <summary>What goes wrong with a request.</summary>
    public ServerFault For(ServerRequest request)
    {
        lock (gate)
        {
            var fault = Draw(request);
            drawn += fault == ServerFault.None ? 0 : 1;
            return fault;
        }
    }

    private ServerFault Draw(ServerRequest request)
    {
        if (line.FindIndex(waiting => waiting.Hits(request)) is >= 0 and var at)
        {
            var (_, fault) = line[at];
            line.RemoveAt(at);
            return fault;
        }

        var thrown = dice?.NextDouble() ?? 1;
        foreach (var (fault, share) in dice is null ? [] : shares)
        {
            thrown -= share;
            if (thrown < 0)
            {
                return fault;
            }
        }

        return ServerFault.None;
    }
}
