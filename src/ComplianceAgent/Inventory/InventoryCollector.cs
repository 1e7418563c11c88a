using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ComplianceAgent.Reasons;

namespace ComplianceAgent.Inventory;

/// <summary>
/// Takes app rows and devices from a source and keeps what matters: every distinct app once (as bytes), a few facts a device, and
/// rows only of wanted apps. Memory grows with devices and distinct apps, never with rows. One reader writes at a time.
/// </summary>
public sealed class InventoryCollector
{
    // From here on reasons lose their parameters, so that one with a date in it cannot fill the table.
    private const int ReasonsWithParameters = 128;

    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Func<DistinctApp, bool> isWanted;
    private readonly Func<ManagedDevice, bool> keepsDetails;
    private readonly Func<ManagedDevice, bool, Observability> observe;
    private readonly byte[] key;

    private readonly Dictionary<byte[], int> appIndex = new(new PackedComparer());
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> appLookup;
    private readonly List<AppFacts> apps = [];
    private readonly Dictionary<int, DistinctApp> wanted = [];

    private readonly Dictionary<Guid, int> guidIndex = [];
    private readonly Dictionary<string, int> textIndex = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> textLookup;
    private readonly List<DeviceFacts> devices = [];
    private readonly List<AppHit> hits = [];
    private readonly HashSet<int> hitDevices = [];
    private readonly Dictionary<int, ManagedDevice> details = [];
    private readonly List<Reason> reasons = [];
    private readonly SortedDictionary<string, SetAsideRows> setAside = new(StringComparer.Ordinal);
    private readonly AppPacker packer = new();

    // Rows come device by device, so that most name the device of the row before.
    private readonly byte[] lastId = new byte[64];
    private int lastIdLength = -1;
    private int lastDevice;

    /// <summary>Creates a collector for one scan of one tenant.</summary>
    /// <param name="isWanted">Asked once per distinct app: does any rule fit?</param>
    /// <param name="keepsDetails">Asked once per device without a wanted app: must its details be kept all the same (a known violation)?</param>
    /// <param name="observe">What can be seen of a device; the second argument tells whether it has app rows.</param>
    /// <param name="fingerprintKey">Secret of the tenant, at least 16 bytes.</param>
    public InventoryCollector(
        Func<DistinctApp, bool> isWanted, Func<ManagedDevice, bool> keepsDetails, Func<ManagedDevice, bool, Observability> observe, ReadOnlySpan<byte> fingerprintKey)
    {
        this.isWanted = isWanted;
        this.keepsDetails = keepsDetails;
        this.observe = observe;
        key = fingerprintKey.ToArray();
        appLookup = appIndex.GetAlternateLookup<ReadOnlySpan<byte>>();
        textLookup = textIndex.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>
    /// Set to false by a route that lists only devices with wanted apps, before it hands over devices: a device without rows can then not
    /// be told from one that was never inventoried.
    /// </summary>
    public bool TellsEveryDevicesApps { get; set; } = true;

    /// <summary>
    /// Set by a source that tells of an earlier day than today, before it hands over devices: what was silent or new then is judged as of
    /// that day. Null for an inventory of now.
    /// </summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Takes rows of apps that only allow-lists match: of those one record a device is kept.</summary>
    public RollUpHits RollUps { get; init; } = new(_ => null);

    /// <summary>App rows taken.</summary>
    public long RowCount { get; private set; }

    /// <summary>Distinct apps among them.</summary>
    public int DistinctAppCount => apps.Count;

    /// <summary>Devices that exist in the fleet, without repeats.</summary>
    public int FleetCount { get; private set; }

    /// <summary>Devices that came twice in the device list and were taken once.</summary>
    public int RepeatedDevices { get; private set; }

    /// <summary>Every device met, in the fleet or not; the index is the device index.</summary>
    public ReadOnlySpan<DeviceFacts> Devices => CollectionsMarshal.AsSpan(devices);

    /// <summary>Rows of wanted apps.</summary>
    public IReadOnlyList<AppHit> Hits => hits;

    /// <summary>Wanted apps by app index.</summary>
    public IReadOnlyDictionary<int, DistinctApp> WantedApps => wanted;

    /// <summary>Details of devices with a wanted app or a known violation, by device index.</summary>
    public IReadOnlyDictionary<int, ManagedDevice> Details => details;

    /// <summary>Rows that could not be used, by reason code.</summary>
    public IReadOnlyDictionary<string, SetAsideRows> SetAside => setAside;

    /// <summary>Takes an app, once or many times; returns its index.</summary>
    public int AddApp(in AppColumns app)
    {
        var packed = packer.Pack(app);
        if (appLookup.TryGetValue(packed, out var index))
        {
            return index;
        }

        index = apps.Count;
        appIndex.Add(packed.ToArray(), index);
        var distinct = new DistinctApp(
            Platforms.Parse(app.Platform), ForeignText.Clean(app.Name), ForeignText.Clean(app.Publisher), ForeignText.Clean(app.Version), ForeignText.Clean(app.Identifier));
        var facts = new AppFacts(KeyedHash(packed), distinct.Platform, isWanted(distinct));
        apps.Add(facts);
        if (facts.IsWanted)
        {
            wanted.Add(index, distinct);
            RollUps.Learn(index, distinct);
        }

        return index;
    }

    /// <summary>True when a rule fits the app.</summary>
    public bool IsWanted(int app) => apps[app].IsWanted;

    /// <summary>Takes one row: this app is on this device. Returns the device's index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int AddRow(ReadOnlySpan<byte> deviceId, int app)
    {
        RowCount++;
        var isSame = deviceId.Length == lastIdLength && deviceId.SequenceEqual(lastId.AsSpan(0, lastIdLength));
        var index = isSame ? lastDevice : NextDevice(deviceId);
        ref readonly var facts = ref CollectionsMarshal.AsSpan(apps)[app];
        ref var device = ref CollectionsMarshal.AsSpan(devices)[index];
        device.Rows++;
        device.Fingerprint += facts.Hash;
        if (device.Platform == Platform.Unknown)
        {
            device.Platform = facts.Platform;
        }

        if (facts.IsWanted && !RollUps.Take(index, app))
        {
            hits.Add(new AppHit(index, app));
            hitDevices.Add(index);
        }

        return index;
    }

    /// <summary>True when the details of a device must be kept although it has no wanted app.</summary>
    internal bool KeepsDetailsOf(ManagedDevice device) => keepsDetails(device);

    /// <summary>Counts a row that could not be used, and keeps the first place it was met.</summary>
    public void SetRowAside(string code, string where)
    {
        setAside[code] = setAside.TryGetValue(code, out var so) ? so with { Count = so.Count + 1 } : new SetAsideRows(1, where);
    }

    /// <summary>Takes a device of the device list. Call after all its rows.</summary>
    public void AddDevice(ManagedDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        var index = DeviceIndex(device.Id);
        ref var facts = ref CollectionsMarshal.AsSpan(devices)[index];
        if (facts.InFleet)
        {
            RepeatedDevices++;
            return;
        }

        FleetCount++;
        facts.InFleet = true;
        device = WithPlatformOfRows(device, facts.Platform);
        facts.Platform = device.Platform;
        facts.Owner = device.Owner;
        facts.EnrolledMinute = Minute(device.EnrolledAt);
        facts.LastSyncMinute = Minute(device.LastSyncAt);
        facts.SerialHash = SerialNumbers.IsTelling(device.SerialNumber) ? KeyedHash(System.Text.Encoding.UTF8.GetBytes(device.SerialNumber.ToUpperInvariant())) : 0;
        var seen = observe(device, facts.Rows > 0);
        facts.Observable = seen.Class;
        facts.ObservableReason = ReasonIndex(seen.Reason);
        if (hitDevices.Contains(index) || (device.Owner == DeviceOwner.Company && RollUps.Has(index)) || keepsDetails(device))
        {
            details[index] = device;
        }
    }

    /// <summary>Forgets all rows and devices, so that another route or try can start afresh. Distinct apps and their verdicts are kept.</summary>
    public void Restart()
    {
        TellsEveryDevicesApps = true;
        AsOf = null;
        RowCount = 0;
        FleetCount = 0;
        RepeatedDevices = 0;
        lastIdLength = -1;
        guidIndex.Clear();
        textIndex.Clear();
        devices.Clear();
        hits.Clear();
        hitDevices.Clear();
        RollUps.Clear();
        details.Clear();
        setAside.Clear();
    }

    /// <summary>Marks a device as an older record of hardware that has enrolled again.</summary>
    public void SetObservability(int device, Observability seen)
    {
        ref var facts = ref CollectionsMarshal.AsSpan(devices)[device];
        facts.Observable = seen.Class;
        facts.ObservableReason = ReasonIndex(seen.Reason);
    }

    /// <summary>The reason behind <see cref="DeviceFacts.ObservableReason"/>.</summary>
    public Reason ReasonOf(int index) => reasons[index];

    /// <summary>Index of a device, or -1.</summary>
    public int Find(string deviceId)
    {
        if (DeviceKey.TryGuid(deviceId, out var guid))
        {
            return guidIndex.TryGetValue(guid, out var found) ? found : -1;
        }

        return textIndex.TryGetValue(ForeignText.Clean(deviceId), out var index) ? index : -1;
    }

    /// <summary>Every device id met, with its index, in no particular order.</summary>
    public IEnumerable<KeyValuePair<string, int>> DeviceIds() =>
        guidIndex.Select(pair => KeyValuePair.Create(pair.Key.ToString(), pair.Value)).Concat(textIndex);

    /// <summary>The moment behind a minute count; null for 0.</summary>
    public static DateTimeOffset? Moment(int minute) => minute == 0 ? null : Epoch.AddMinutes(minute);

    private static int Minute(DateTimeOffset? moment) => moment is { } at && at > Epoch ? (int)Math.Min((at - Epoch).TotalMinutes, int.MaxValue) : 0;

    // Android tells its kind in the app rows where the device list only says Android.
    private static ManagedDevice WithPlatformOfRows(ManagedDevice device, Platform rows) => device.Platform switch
    {
        Platform.Unknown when rows != Platform.Unknown => device with { Platform = rows },
        Platform.Android when rows.Family() == PlatformFamily.Android => device with { Platform = rows },
        _ => device,
    };

    private byte ReasonIndex(Reason reason)
    {
        var index = reasons.IndexOf(reason);
        if (index < 0 && reasons.Count >= ReasonsWithParameters)
        {
            reason = Reason.Of(reason.Code);
            index = reasons.IndexOf(reason);
        }

        if (index < 0)
        {
            index = reasons.Count;
            reasons.Add(reason);
        }

        return checked((byte)index);
    }

    private int NextDevice(ReadOnlySpan<byte> id)
    {
        lastDevice = DeviceIndex(id);
        lastIdLength = id.Length <= lastId.Length ? id.Length : -1;
        id[..Math.Max(0, lastIdLength)].CopyTo(lastId);
        return lastDevice;
    }

    private int DeviceIndex(ReadOnlySpan<byte> id)
    {
        if (DeviceKey.TryGuid(id, out var guid))
        {
            return GuidIndex(guid);
        }

        return TextIndex(ForeignText.Clean(id));
    }

    private int DeviceIndex(string id) => DeviceKey.TryGuid(id, out var guid) ? GuidIndex(guid) : TextIndex(ForeignText.Clean(id));

    private int GuidIndex(Guid id)
    {
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(guidIndex, id, out var exists);
        if (!exists)
        {
            index = AddFacts();
        }

        return index;
    }

    private int TextIndex(string id)
    {
        if (!textLookup.TryGetValue(id, out var index))
        {
            index = AddFacts();
            textIndex.Add(id, index);
        }

        return index;
    }

    private int AddFacts()
    {
        devices.Add(default);
        return devices.Count - 1;
    }

    private ulong KeyedHash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, bytes, hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    /// <summary>What a row needs to know of its app.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct AppFacts(ulong Hash, Platform Platform, bool IsWanted);
}
