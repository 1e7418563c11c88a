using ComplianceAgent.Policies.Documents;
using static ComplianceAgent.Policies.Documents.Shapes;

namespace ComplianceAgent.Violations.Exceptions;

/// <summary>Schema 1 of a register of exceptions.</summary>
internal static class RegisterShape
{
    private static readonly MapShape Entry = Map(
        "One exception: for whom, from what, why, who asked, who approved, from when until when. Exactly one of device, serial, user, category, group and fleet.",
        Required("id", Scalar(ScalarKind.Id, "Stable id, once in the file; reports and events name it.")),
        Required("policy", Scalar(ScalarKind.Id, "Policy it is an exception from.")),
        Key("subject", Scalar(ScalarKind.ProductId, "Product or rule id within the policy; the whole policy when left out.")),
        Key("tenant", Scalar(ScalarKind.Id, "Only for this tenant; for each when left out.")),
        Key("device", Text("Intune device id.")),
        Key("serial", Text("Serial number of the hardware.")),
        Key("user", Text("User principal name or Entra object id of the primary user.")),
        Key("category", Text("Device category of Intune; a blanket exception, which the policy must allow.")),
        Key("fleet", Flag("true: every device; a blanket exception, which the policy must allow.")),
        Key("group", Text("Object id of an Entra group, whose members each scan reads; a blanket exception, which the policy must allow. Needs Exceptions:ReadGroups and the permission GroupMember.Read.All.")),
        Required("reason", Scalar(ScalarKind.Id, "Reason code; the policy says which it allows.")),
        Required("why", Text("Why, in the requester's words.")),
        Required("requester", Text("Who asked.")),
        Required("approver", Text("Who approved; another person than the requester.")),
        Key("role", Text("The role in which that was done, for example: designee of the agency head.")),
        Key("requestedOn", Date("Asked for on.")),
        Key("approvedOn", Date("Approved on.")),
        Required("from", Date("First day, in the policy's time zone.")),
        Required("until", Date("Last day, in the policy's time zone.")),
        Key("mitigations", List(Text("A measure."), "What is done instead.")));

    /// <summary>The whole file.</summary>
    public static readonly MapShape Document = Map(
        "A register of exceptions from ban policies, kept under version control.",
        Required("schema", Number("Schema of this file; 1.", 1, 1)),
        Required("register", Scalar(ScalarKind.Id, "Id of the register.")),
        Required("exceptions", List(Entry, "The exceptions; [] when there are none.")));

    /// <summary>File name of the JSON Schema.</summary>
    public const string SchemaFile = "exceptions.schema.json";

    /// <summary>The JSON Schema, for editors.</summary>
    public static string Schema => JsonSchemaWriter.Write(Document, "Compliance Agent register of exceptions, schema 1");
}
