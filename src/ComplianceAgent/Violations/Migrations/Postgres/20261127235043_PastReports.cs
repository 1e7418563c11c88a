using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ComplianceAgent.Violations.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PastReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "state_hash",
                table: "events",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "scan_number",
                table: "devices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "device_history",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    device_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until_scan = table.Column<long>(type: "bigint", nullable: false),
                    from_scan = table.Column<long>(type: "bigint", nullable: false),
                    platform = table.Column<int>(type: "integer", nullable: false),
                    owner = table.Column<int>(type: "integer", nullable: false),
                    coverage = table.Column<int>(type: "integer", nullable: false),
                    reason_code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    fingerprint = table.Column<long>(type: "bigint", nullable: true),
                    inventory_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_device_history", x => new { x.tenant, x.device_id, x.until_scan });
                });

            migrationBuilder.CreateTable(
                name: "event_states",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    salt = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_states", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "policy_versions",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    record = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_versions", x => new { x.tenant, x.record });
                });

            migrationBuilder.CreateTable(
                name: "register_entries",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    record = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_entries", x => new { x.tenant, x.record, x.position });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "device_history");

            migrationBuilder.DropTable(
                name: "event_states");

            migrationBuilder.DropTable(
                name: "policy_versions");

            migrationBuilder.DropTable(
                name: "register_entries");

            migrationBuilder.DropColumn(
                name: "state_hash",
                table: "events");

            migrationBuilder.DropColumn(
                name: "scan_number",
                table: "devices");
        }
    }
}
