using System.Text;
using ComplianceAgent.Violations.Store;
using CsCheck;

namespace ComplianceAgent.Tests.Violations.Store;

public sealed class DeviceOrderTests
{
    [Fact]
    public void Ids_are_ordered_as_a_database_orders_their_bytes() =>
        Gen.Select(Gen.OneOf(Gen.Char['a', 'c'], Gen.Char['\u00e9', '\u00eb'], Gen.Char['\ue000', '\uffee']).Array[0, 4], Gen.Bool, (chars, isAstral) => new string(chars) + (isAstral ? "\U0001F600" : ""))
            .Array[2].Sample(
                pair => Math.Sign(DeviceOrder.Compare(pair[0], pair[1]))
                    == Math.Sign(Encoding.UTF8.GetBytes(pair[0]).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(pair[1]))),
                iter: 2_000);

    [Fact]
    public void The_text_of_guids_is_ordered_as_their_values() =>
        Gen.Guid.Array[2].Sample(
            pair => Math.Sign(pair[0].CompareTo(pair[1])) == Math.Sign(DeviceOrder.Compare(pair[0].ToString(), pair[1].ToString())), iter: 2_000);
}
