using System.Runtime.InteropServices;

namespace ComplianceAgent.Inventory;

/// <summary>The app columns of one inventory row as raw UTF-8, straight from the source's buffer; valid only during the call.</summary>
/// <param name="platform">Platform text as the source spells it.</param>
/// <param name="name">Display name.</param>
/// <param name="publisher">Publisher.</param>
/// <param name="version">Version.</param>
/// <param name="identifier">Identifier, where the source has one.</param>
public readonly ref struct AppColumns(
    ReadOnlySpan<byte> platform, ReadOnlySpan<byte> name, ReadOnlySpan<byte> publisher, ReadOnlySpan<byte> version, ReadOnlySpan<byte> identifier = default)
{
    /// <summary>Platform text.</summary>
    public ReadOnlySpan<byte> Platform { get; } = platform;

    /// <summary>Display name.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>Publisher.</summary>
    public ReadOnlySpan<byte> Publisher { get; } = publisher;

    /// <summary>Version.</summary>
    public ReadOnlySpan<byte> Version { get; } = version;

    /// <summary>Identifier.</summary>
    public ReadOnlySpan<byte> Identifier { get; } = identifier;
}

/// <summary>What is kept of every device while a scan runs: a few dozen bytes, no name, no user.</summary>
[StructLayout(LayoutKind.Auto)]
public struct DeviceFacts
{
    /// <summary>Sum of the keyed hashes of its app rows: does not depend on their order.</summary>
    public ulong Fingerprint;

    /// <summary>Keyed hash of the serial number; 0 when there is none worth the name.</summary>
    public ulong SerialHash;

    /// <summary>App rows.</summary>
    public int Rows;

    /// <summary>Minutes since 2000-01-01 UTC; 0 when not told.</summary>
    public int EnrolledMinute;

    /// <summary>Minutes since 2000-01-01 UTC; 0 when not told.</summary>
    public int LastSyncMinute;

    /// <summary>Platform from the device list, else from its rows.</summary>
    public Platform Platform;

    /// <summary>Owner.</summary>
    public DeviceOwner Owner;

    /// <summary>In the device list (or, without one, named by a row).</summary>
    public bool InFleet;

    /// <summary>What can be seen of it.</summary>
    public CoverageClass Observable;

    /// <summary>Why, as an index into <see cref="InventoryCollector.ReasonOf(int)"/>.</summary>
    public byte ObservableReason;
}

/// <summary>A wanted app on a device.</summary>
/// <param name="Device">Device index.</param>
/// <param name="App">App index.</param>
public readonly record struct AppHit(int Device, int App);

/// <summary>Rows that could not be used for one reason.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">Where the first was met.</param>
public sealed record SetAsideRows(long Count, string First);
