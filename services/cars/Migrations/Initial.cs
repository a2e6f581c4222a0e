using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Outbox;

namespace Cars;

[DbContext(typeof(CarsContext)), Migration("20250101000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE TABLE cars (id varchar(255) PRIMARY KEY, vin text, make text, model text, year integer, color text, mileage integer,
              owner text, total_balance numeric, last_service_date timestamptz, last_loan_payment_date timestamptz,
              event_id varchar(255) NOT NULL, updated_at timestamptz NOT NULL, attributes jsonb NOT NULL);
            CREATE TABLE services (id varchar(255) PRIMARY KEY, car_id text, service_date timestamptz, amount_paid numeric, dealer_id text,
              dealer_name text, mileage_at_service integer, description text,
              event_id varchar(255) NOT NULL, updated_at timestamptz NOT NULL, attributes jsonb NOT NULL);
            """);
        migrationBuilder.CreateBusinessEvents();
    }
}
