using System.Globalization;
using System.Text.Json.Nodes;
using ComplianceAgent.Policies;
using ComplianceAgent.Policies.Documents;
using ComplianceAgent.Policies.Yaml;
using NJsonSchema;

namespace ComplianceAgent.Tests.Policies;

public sealed class SchemaTests
{
    public static TheoryData<string> Shipped => new(EmbeddedNames("packs/").Concat(EmbeddedNames("catalog/")));

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task What_is_shipped_is_valid_by_the_published_schema(string resource)
    {
        var schema = await JsonSchema.FromJsonAsync(resource.StartsWith("packs/") ? PolicySchema.Policy : PolicySchema.Catalogue, TestContext.Current.CancellationToken);
        schema.Validate(Json(Embedded(resource)).ToJsonString()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("schema: 1\npolicy: x\ntitle: { en: x }\nrules: []\n")]
    [InlineData("schema: 1\npolicy: X\ntitle: { en: x }\nrules: [{ product: tiktok }]\n")]
    [InlineData("schema: 1\npolicy: x\ntitle: { en: x }\n")]
    [InlineData("policy: x\ntitle: { en: x }\nrules: [{ product: tiktok }]\n")]
    [InlineData("schema: 1\npolicy: x\ntytle: y\ntitle: { en: x }\nrules: [{ product: tiktok }]\n")]
    [InlineData("schema: 1\npolicy: x\ntitle: { en: x }\nscope: { owner: { company: maybe } }\nrules: [{ product: tiktok }]\n")]
    [InlineData("schema: 1\npolicy: x\ntitle: { en: x }\nremoveBy: tomorrow\nrules: [{ product: tiktok }]\n")]
    public async Task What_the_loader_refuses_the_schema_refuses(string yaml)
    {
        PolicyText.Faults(yaml).Should().Contain(fault => !fault.IsWarning);
        (await PolicySchemaAsync()).Validate(Json(yaml).ToJsonString()).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("schema: 1\npolicy: x\nextends: be-federal-tiktok\nremoveBy:\n")]
    [InlineData("schema: 1\npolicy: x\ntitle: { en: x }\nrules: [{ id: a, name: 360, version: 5 }]\nrecord: person\n")]
    public async Task What_the_loader_takes_the_schema_takes(string yaml)
    {
        PolicyText.Faults(yaml).Should().NotContain(fault => !fault.IsWarning);
        (await PolicySchemaAsync()).Validate(Json(yaml).ToJsonString()).Should().BeEmpty();
    }

    [Fact]
    public void Every_key_the_loader_knows_is_in_the_schema_and_the_other_way_round()
    {
        Keys(JsonNode.Parse(PolicySchema.Policy)!, "").Should().BeEquivalentTo(Keys(PolicyShape.Document, "")).And.Contain("/rules/[]/nameRegex");
        Keys(JsonNode.Parse(PolicySchema.Catalogue)!, "").Should().BeEquivalentTo(Keys(CatalogueShape.Document, "")).And.Contain("/products/*/ios/[]/mark");
    }

    [Fact]
    public void Every_key_the_loader_reads_is_one_the_schema_knows()
    {
        // What Everything_schema_1_knows_is_read sets reaches the policy; here, that nothing known is left unread.
        string[] read = ["schema", "policy", "extends", "formerly", "title", "authority", "sources", "checkedOn", "timeZone", "announced", "effective", "removeBy", "validUntil",
            "renewals", "grace", "scope", "rules", "exceptions", "reminders", "record", "confidence", "neverFlag", "cases"];
        PolicyShape.Document.Fields.Select(field => field.Name).Should().BeEquivalentTo(read);
    }

    [Fact]
    public void Both_schemas_are_written_to_a_folder()
    {
        using var folder = new PolicyFolder();
        var files = PolicySchema.Write(Path.Combine(folder.Path, "new"));
        files.Select(Path.GetFileName).Should().Equal("policy.schema.json", "catalogue.schema.json");
        files.Select(file => JsonNode.Parse(File.ReadAllText(file))!["title"]!.GetValue<string>()).Should().OnlyContain(title => title.Contains("schema 1"));
    }

    private static Task<JsonSchema> PolicySchemaAsync() => JsonSchema.FromJsonAsync(PolicySchema.Policy, TestContext.Current.CancellationToken);

    private static IEnumerable<string> EmbeddedNames(string folder) =>
        typeof(PolicySchema).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder));

    private static string Embedded(string name)
    {
        using var reader = new StreamReader(typeof(PolicySchema).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static JsonNode Json(string yaml)
    {
        var faults = new FaultList();
        var root = YamlReader.Read("x", System.Text.Encoding.UTF8.GetBytes(yaml), faults).Root;
        faults.Items.Should().BeEmpty();
        return Json(root!)!;
    }

    /// <summary>As an editor reads YAML 1.2.</summary>
    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMapping map => new JsonObject([.. map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, Json(entry.Value)))]),
        YamlSequence list => new JsonArray([.. list.Items.Select(Json)]),
        { IsEmpty: true } => null,
        YamlScalar { IsPlain: true, Text: "true" or "false" } flag => flag.Text == "true",
        YamlScalar { IsPlain: true } number when int.TryParse(number.Text, CultureInfo.InvariantCulture, out var value) => value,
        YamlScalar text => text.Text,
        _ => throw new InvalidOperationException(),
    };

    private static IEnumerable<string> Keys(Shape shape, string path) => shape switch
    {
        MapShape map => map.Fields.SelectMany(field => Keys(field.Shape, path + "/" + field.Name).Prepend(path + "/" + field.Name)),
        ListShape list => Keys(list.Item, path + "/[]"),
        DictionaryShape dictionary => Keys(dictionary.Value, path + "/*"),
        EitherShape either => Keys(either.Long, path),
        _ => [],
    };

    private static IEnumerable<string> Keys(JsonNode schema, string path)
    {
        foreach (var (name, value) in schema["properties"]?.AsObject().ToList() ?? [])
        {
            yield return path + "/" + name;
            foreach (var key in Keys(value!, path + "/" + name))
            {
                yield return key;
            }
        }

        var below = new[] { (schema["items"], path + "/[]"), (path.Length == 0 ? null : schema["anyOf"]?[1], path) }
            .Concat(schema["patternProperties"]?.AsObject().Select(p => (p.Value, path + "/*")) ?? []);
        foreach (var key in below.Where(b => b.Item1 is not null).SelectMany(b => Keys(b.Item1!, b.Item2)))
        {
            yield return key;
        }
    }
}
