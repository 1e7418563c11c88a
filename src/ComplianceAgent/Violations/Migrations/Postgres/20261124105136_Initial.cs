using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ComplianceAgent.Violations.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "devices",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    device_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    platform = table.Column<int>(type: "integer", nullable: false),
                    owner = table.Column<int>(type: "integer", nullable: false),
                    coverage = table.Column<int>(type: "integer", nullable: false),
                    reason_code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    fingerprint = table.Column<long>(type: "bigint", nullable: true),
                    row_count = table.Column<int>(type: "integer", nullable: false),
                    inventory_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_devices", x => new { x.tenant, x.device_id });
                });

            migrationBuilder.CreateTable(
                name: "event_people",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    salt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_people", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    scan_number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<byte>(type: "smallint", nullable: false),
                    violation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason_code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    parameters = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    person_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "exception_decisions",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<byte>(type: "smallint", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author_source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    role = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    policy_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    target_kind = table.Column<byte>(type: "smallint", nullable: true),
                    target = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    why = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    first_day = table.Column<DateOnly>(type: "date", nullable: true),
                    last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    mitigations = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_exception_decisions", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "gate_releases",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    policy_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    violations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author_source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gate_releases", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "review_decisions",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<byte>(type: "smallint", nullable: false),
                    cause = table.Column<byte>(type: "smallint", nullable: false),
                    policy_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    app_platform = table.Column<byte>(type: "smallint", nullable: false),
                    app_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    app_publisher = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    app_version = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    app_identifier = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    confidence = table.Column<byte>(type: "smallint", nullable: false),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author_source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    devices = table.Column<int>(type: "integer", nullable: false),
                    scan_number = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_review_decisions", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "rule_acceptances",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    policy_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rule_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fingerprint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author_source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    devices = table.Column<int>(type: "integer", nullable: false),
                    apps = table.Column<int>(type: "integer", nullable: false),
                    share = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_acceptances", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "scans",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    finished_at = table.Column<long>(type: "bigint", nullable: false),
                    inventory_as_of = table.Column<long>(type: "bigint", nullable: false),
                    complete = table.Column<bool>(type: "boolean", nullable: false),
                    older_than_known = table.Column<bool>(type: "boolean", nullable: false),
                    devices = table.Column<int>(type: "integer", nullable: false),
                    open_violations = table.Column<int>(type: "integer", nullable: false),
                    devices_in_violation = table.Column<int>(type: "integer", nullable: false),
                    opened = table.Column<int>(type: "integer", nullable: false),
                    resolved = table.Column<int>(type: "integer", nullable: false),
                    result = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    events_sequence = table.Column<long>(type: "bigint", nullable: false),
                    events_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scans", x => new { x.tenant, x.number });
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    simulated = table.Column<bool>(type: "boolean", nullable: false),
                    fingerprint_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    last_scan = table.Column<long>(type: "bigint", nullable: false),
                    stored_scan = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenants", x => x.tenant);
                });

            migrationBuilder.CreateTable(
                name: "violations",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    device_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    policy_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subject_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rule_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    policy_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<byte>(type: "smallint", nullable: false),
                    severity = table.Column<byte>(type: "smallint", nullable: false),
                    confidence = table.Column<byte>(type: "smallint", nullable: false),
                    app_platform = table.Column<byte>(type: "smallint", nullable: false),
                    app_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    app_publisher = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    app_version = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    app_identifier = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    evidence = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    first_seen_at = table.Column<long>(type: "bigint", nullable: false),
                    not_confirmed_since = table.Column<long>(type: "bigint", nullable: true),
                    not_confirmed_reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    inventory_at = table.Column<long>(type: "bigint", nullable: false),
                    fingerprint = table.Column<long>(type: "bigint", nullable: true),
                    state_since = table.Column<long>(type: "bigint", nullable: false),
                    state_reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    return_count = table.Column<int>(type: "integer", nullable: false),
                    linked_from = table.Column<Guid>(type: "uuid", nullable: true),
                    excepted_until = table.Column<long>(type: "bigint", nullable: true),
                    device_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    device_platform = table.Column<byte>(type: "smallint", nullable: false),
                    operating_system = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    owner = table.Column<byte>(type: "smallint", nullable: false),
                    user_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    user_principal_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    user_display_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    email = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    serial_number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    category = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    model = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    management_agent = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    enrollment_type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    enrolled_at = table.Column<long>(type: "bigint", nullable: true),
                    last_sync_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_violations", x => new { x.tenant, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_events_tenant_violation_id",
                table: "events",
                columns: new[] { "tenant", "violation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_violations_tenant_device_id_policy_id_subject",
                table: "violations",
                columns: new[] { "tenant", "device_id", "policy_id", "subject" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "devices");

            migrationBuilder.DropTable(
                name: "event_people");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "exception_decisions");

            migrationBuilder.DropTable(
                name: "gate_releases");

            migrationBuilder.DropTable(
                name: "review_decisions");

            migrationBuilder.DropTable(
                name: "rule_acceptances");

            migrationBuilder.DropTable(
                name: "scans");

            migrationBuilder.DropTable(
                name: "tenants");

            migrationBuilder.DropTable(
                name: "violations");
        }
    }
}
