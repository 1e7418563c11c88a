using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ComplianceAgent.Inventory;

/// <summary>What is kept of a device's apps of one group: how many rows, and up to three apps to name.</summary>
/// <param name="Rows">App rows.</param>
/// <param name="First">An app to name, or -1.</param>
/// <param name="Second">Another, or -1.</param>
/// <param name="Third">A third, or -1.</param>
public readonly record struct RollUp(int Rows, int First, int Second, int Third);

/// <summary>
/// Rows of apps that matter only together: those on no allow-list. They are most rows of the fleet, so one record a device is kept and
/// none a row. Which apps are named depends on the apps alone, not on the order of rows, and not on their versions.
/// </summary>
/// <param name="groupOf">
/// Asked once per wanted app: the group of apps it is counted with, or null for an app whose rows are kept one by one.
/// </param>
public sealed class RollUpHits(Func<DistinctApp, string?> groupOf)
{
    private readonly Dictionary<string, int> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (int Group, ulong Rank)> apps = [];
    private readonly Dictionary<(int Device, int Group), RollUp> hits = [];
    private readonly HashSet<int> devices = [];

    /// <summary>Takes a wanted app.</summary>
    public void Learn(int index, DistinctApp app)
    {
        if (groupOf(app) is not { } key)
        {
            return;
        }

        if (!groups.TryGetValue(key, out var group))
        {
            groups.Add(key, group = groups.Count);
        }

        apps.Add(index, (group, Rank(app)));
    }

    /// <summary>Counts a row of a wanted app; false when the app is none of these.</summary>
    public bool Take(int device, int app)
    {
        if (!apps.TryGetValue(app, out var known))
        {
            return false;
        }

        ref var hit = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(hits, (device, known.Group), out var exists);
        hit = exists ? Insert(hit with { Rows = hit.Rows + 1 }, app, known.Rank) : new RollUp(1, app, -1, -1);
        devices.Add(device);
        return true;
    }

    /// <summary>True when a device has any such row.</summary>
    public bool Has(int device) => devices.Contains(device);

    /// <summary>What is kept, by device; groups of one device in no particular order.</summary>
    public IEnumerable<(int Device, RollUp Hit)> All => hits.Select(pair => (pair.Key.Device, pair.Value));

    /// <summary>Forgets rows; apps are kept.</summary>
    public void Clear()
    {
        hits.Clear();
        devices.Clear();
    }

    /// <summary>Keeps the three of lowest rank; two versions of one app have the same and count as one to name, the lower index of them.</summary>
    private RollUp Insert(RollUp hit, int app, ulong rank)
    {
        Span<int> named = [hit.First, hit.Second, hit.Third];
        for (var i = 0; i < named.Length; i++)
        {
            if (named[i] < 0 || rank < apps[named[i]].Rank)
            {
                (named[i], app) = (app, named[i]);
                if (app < 0)
                {
                    break;
                }

                rank = apps[app].Rank;
            }
            else if (rank == apps[named[i]].Rank)
            {
                break;
            }
        }

        return hit with { First = named[0], Second = named[1], Third = named[2] };
    }

    /// <summary>An order that is the same in every scan and process; it need not mean anything.</summary>
    private static ulong Rank(DistinctApp app) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{app.Platform}\n{app.Name}\n{app.Publisher}\n{app.Identifier}")));
}
