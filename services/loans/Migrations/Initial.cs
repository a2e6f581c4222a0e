using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Outbox;

namespace Loans;

[DbContext(typeof(LoansContext)), Migration("20250101000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE TABLE loans (id varchar(255) PRIMARY KEY, car_id text, financial_institution text, balance numeric, loan_amount numeric,
              interest_rate numeric, term_months integer, monthly_payment numeric, status text, start_date timestamptz,
              last_paid_date timestamptz, event_id varchar(255) NOT NULL, updated_at timestamptz NOT NULL, attributes jsonb NOT NULL);
            """);
        migrationBuilder.CreateBusinessEvents();
    }
}
