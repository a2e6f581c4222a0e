using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Outbox;

namespace Payments;

[DbContext(typeof(PaymentsContext)), Migration("20250101000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE TABLE payments (id varchar(255) PRIMARY KEY, loan_id text, amount numeric, payment_date timestamptz,
              event_id varchar(255) NOT NULL, updated_at timestamptz NOT NULL, attributes jsonb NOT NULL);
            """);
        migrationBuilder.CreateBusinessEvents();
    }
}
