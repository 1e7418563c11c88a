using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ComplianceAgent.Violations.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Outbox : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "channel_holds",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    policy_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_holds", x => new { x.tenant, x.policy_id, x.channel });
                });

            migrationBuilder.CreateTable(
                name: "channel_releases",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    policy_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    opens = table.Column<bool>(type: "boolean", nullable: true),
                    violations = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    author_source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channel_releases", x => new { x.tenant, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "channels",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    target = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_channels", x => new { x.tenant, x.target });
                });

            migrationBuilder.CreateTable(
                name: "messages",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    message_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    delivery = table.Column<byte>(type: "smallint", nullable: false),
                    not_before = table.Column<long>(type: "bigint", nullable: false),
                    waiting_since = table.Column<long>(type: "bigint", nullable: true),
                    planned_at = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_messages", x => new { x.tenant, x.message_id });
                });

            migrationBuilder.CreateTable(
                name: "tickets",
                columns: table => new
                {
                    tenant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    tracker = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ticket_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    delivery = table.Column<byte>(type: "smallint", nullable: false),
                    not_before = table.Column<long>(type: "bigint", nullable: false),
                    waiting_since = table.Column<long>(type: "bigint", nullable: true),
                    remote_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tickets", x => new { x.tenant, x.tracker, x.ticket_key });
                });

            migrationBuilder.CreateIndex(
                name: "IX_messages_tenant_channel_delivery_not_before",
                table: "messages",
                columns: new[] { "tenant", "channel", "delivery", "not_before" });

            migrationBuilder.CreateIndex(
                name: "IX_tickets_tenant_tracker_delivery_not_before",
                table: "tickets",
                columns: new[] { "tenant", "tracker", "delivery", "not_before" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "channel_holds");

            migrationBuilder.DropTable(
                name: "channel_releases");

            migrationBuilder.DropTable(
                name: "channels");

            migrationBuilder.DropTable(
                name: "messages");

            migrationBuilder.DropTable(
                name: "tickets");
        }
    }
}
