using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ComplianceAgent.Violations.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Counted : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_violations_counted",
                table: "violations",
                columns: new[] { "tenant", "state", "severity", "policy_id", "device_platform", "app_platform", "rule_id", "device_id", "first_seen_at", "enrolled_at", "excepted_until", "absent_at", "not_confirmed_since", "state_since", "owner", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_violations_tenant_category",
                table: "violations",
                columns: new[] { "tenant", "category" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_violations_counted",
                table: "violations");

            migrationBuilder.DropIndex(
                name: "IX_violations_tenant_category",
                table: "violations");
        }
    }
}
