using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ComplianceAgent.Violations.Migrations.Sqlite
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
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    device_id = table.Column<string>(type: "TEXT", nullable: false),
                    platform = table.Column<int>(type: "INTEGER", nullable: false),
                    owner = table.Column<int>(type: "INTEGER", nullable: false),
                    coverage = table.Column<int>(type: "INTEGER", nullable: false),
                    reason_code = table.Column<string>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    fingerprint = table.Column<long>(type: "INTEGER", nullable: true),
                    row_count = table.Column<int>(type: "INTEGER", nullable: false),
                    inventory_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_devices", x => new { x.tenant, x.device_id });
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    scan_number = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    violation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reason_code = table.Column<string>(type: "TEXT", nullable: false),
                    parameters = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "scans",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: false),
                    inventory_as_of = table.Column<long>(type: "INTEGER", nullable: false),
                    complete = table.Column<bool>(type: "INTEGER", nullable: false),
                    older_than_known = table.Column<bool>(type: "INTEGER", nullable: false),
                    devices = table.Column<int>(type: "INTEGER", nullable: false),
                    open_violations = table.Column<int>(type: "INTEGER", nullable: false),
                    devices_in_violation = table.Column<int>(type: "INTEGER", nullable: false),
                    opened = table.Column<int>(type: "INTEGER", nullable: false),
                    resolved = table.Column<int>(type: "INTEGER", nullable: false),
                    result = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_scans", x => new { x.tenant, x.number });
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    simulated = table.Column<bool>(type: "INTEGER", nullable: false),
                    fingerprint_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    last_scan = table.Column<long>(type: "INTEGER", nullable: false),
                    stored_scan = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tenants", x => x.tenant);
                });

            migrationBuilder.CreateTable(
                name: "violations",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    device_id = table.Column<string>(type: "TEXT", nullable: false),
                    policy_id = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    subject_name = table.Column<string>(type: "TEXT", nullable: false),
                    rule_id = table.Column<string>(type: "TEXT", nullable: false),
                    policy_hash = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<byte>(type: "INTEGER", nullable: false),
                    severity = table.Column<byte>(type: "INTEGER", nullable: false),
                    confidence = table.Column<byte>(type: "INTEGER", nullable: false),
                    app_platform = table.Column<byte>(type: "INTEGER", nullable: false),
                    app_name = table.Column<string>(type: "TEXT", nullable: false),
                    app_publisher = table.Column<string>(type: "TEXT", nullable: false),
                    app_version = table.Column<string>(type: "TEXT", nullable: false),
                    app_identifier = table.Column<string>(type: "TEXT", nullable: false),
                    evidence = table.Column<string>(type: "TEXT", nullable: false),
                    first_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    not_confirmed_since = table.Column<long>(type: "INTEGER", nullable: true),
                    not_confirmed_reason = table.Column<string>(type: "TEXT", nullable: true),
                    inventory_at = table.Column<long>(type: "INTEGER", nullable: false),
                    fingerprint = table.Column<long>(type: "INTEGER", nullable: true),
                    state_since = table.Column<long>(type: "INTEGER", nullable: false),
                    state_reason = table.Column<string>(type: "TEXT", nullable: false),
                    return_count = table.Column<int>(type: "INTEGER", nullable: false),
                    linked_from = table.Column<Guid>(type: "TEXT", nullable: true),
                    device_name = table.Column<string>(type: "TEXT", nullable: false),
                    device_platform = table.Column<byte>(type: "INTEGER", nullable: false),
                    operating_system = table.Column<string>(type: "TEXT", nullable: false),
                    owner = table.Column<byte>(type: "INTEGER", nullable: false),
                    user_id = table.Column<string>(type: "TEXT", nullable: false),
                    user_principal_name = table.Column<string>(type: "TEXT", nullable: false),
                    user_display_name = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: false),
                    serial_number = table.Column<string>(type: "TEXT", nullable: false),
                    category = table.Column<string>(type: "TEXT", nullable: false),
                    model = table.Column<string>(type: "TEXT", nullable: false),
                    management_agent = table.Column<string>(type: "TEXT", nullable: false),
                    enrollment_type = table.Column<string>(type: "TEXT", nullable: false),
                    enrolled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_sync_at = table.Column<long>(type: "INTEGER", nullable: true)
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
                name: "events");

            migrationBuilder.DropTable(
                name: "scans");

            migrationBuilder.DropTable(
                name: "tenants");

            migrationBuilder.DropTable(
                name: "violations");
        }
    }
}
