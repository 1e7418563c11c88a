using System.Buffers.Binary;

namespace IntuneSimulator.Tenants;

/// <summary>
/// Device ids that look like any GUID and can be read back into place and generation, so that a device is found by its id without an
/// index. An id that this tenant did not make is recognised.
/// </summary>
internal static class DeviceIds
{
    public static Guid Make(ulong seed, int slot, int generation)
    {
        Span<byte> bytes = stackalloc byte[16];
        var place = ((ulong)(uint)generation << 24) | (uint)slot;
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Chance.Of(seed, place, 0x1D));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], place ^ (Chance.Mix(BinaryPrimitives.ReadUInt64BigEndian(bytes) & ~0xF000UL) & 0x3FFF_FFFF_FFFF_FFFF));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    public static bool TryRead(ulong seed, string id, out int slot, out int generation)
    {
        slot = generation = 0;
        if (!Guid.TryParse(id, out var guid))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var place = (BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) ^ Chance.Mix(BinaryPrimitives.ReadUInt64BigEndian(bytes) & ~0xF000UL)) & 0x0000_FFFF_FFFF_FFFF;
        slot = (int)(place & 0xFF_FFFF);
        generation = (int)(place >> 24);
        return Make(seed, slot, generation) == guid;
    }
}
