using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ComplianceAgent.Violations.Migrations.Sqlite
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
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "scan_number",
                table: "devices",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "device_history",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    device_id = table.Column<string>(type: "TEXT", nullable: false),
                    until_scan = table.Column<long>(type: "INTEGER", nullable: false),
                    from_scan = table.Column<long>(type: "INTEGER", nullable: false),
                    platform = table.Column<int>(type: "INTEGER", nullable: false),
                    owner = table.Column<int>(type: "INTEGER", nullable: false),
                    coverage = table.Column<int>(type: "INTEGER", nullable: false),
                    reason_code = table.Column<string>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    fingerprint = table.Column<long>(type: "INTEGER", nullable: true),
                    inventory_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_device_history", x => new { x.tenant, x.device_id, x.until_scan });
                });

            migrationBuilder.CreateTable(
                name: "event_states",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    salt = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_event_states", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "policy_versions",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    record = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_policy_versions", x => new { x.tenant, x.record });
                });

            migrationBuilder.CreateTable(
                name: "register_entries",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "TEXT", nullable: false),
                    record = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false)
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
