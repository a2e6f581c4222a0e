using System.Text;
using System.Text.Json;

namespace Cli.Tests;

public sealed class RowComparisonTests
{
    static readonly ViewTable Payments = ViewTable.All.Single(view => view.Name == "payments");

    const string Posted = """
        {"eventHeader":{"uuid":"u-1","eventName":"LoanPaymentSubmitted","eventType":"LoanPaymentSubmitted","createdDate":1705312200000},
         "eventBody":{"entities":[{"entityType":"LoanPayment","entityId":"p-1",
          "updatedAttributes":{"loanPayment":{"loanId":"l-1","amount":"930.70","paymentDate":"2025-12-19T20:39:17.9434645Z"}}}]}}
        """;

    const string RightRow = """
        {"id":"p-1","eventId":"u-1","eventTime":"2024-01-15T09:50:00+00:00","loanId":"l-1","amount":930.7,
         "paymentDate":"2025-12-19T20:39:17.943464+00:00",
         "attributes":{"amount":"930.70","loanId":"l-1","paymentDate":"2025-12-19T20:39:17.9434645Z"}}
        """;

    [Fact]
    public void Money_is_compared_by_value_and_dates_by_instant() => Differences(RightRow).ShouldBeEmpty();

    [Theory]
    [InlineData("\"amount\":930.7,", "\"amount\":930.71,", "amount: posted \"930.70\", the view has 930.71")]
    [InlineData("\"amount\":930.7,", "", "amount: posted \"930.70\", the view has nothing")]
    [InlineData("\"id\":\"p-1\"", "\"id\":\"p-2\"", "id: posted \"p-1\", the view has \"p-2\"")]
    [InlineData("17.943464+00:00", "17.943465+00:00", "paymentDate: ")]
    [InlineData("09:50:00", "09:50:01", "eventTime: ")]
    [InlineData("\"amount\":\"930.70\"", "\"amount\":\"930.71\"", "attributes: ")]
    public void Each_wrong_field_is_named_with_both_values(string right, string wrong, string difference)
    {
        RightRow.ShouldContain(right);

        var differences = Differences(RightRow.Replace(right, wrong));

        differences.ShouldHaveSingleItem().ShouldStartWith(difference);
    }

    [Fact]
    public void Owner_object_becomes_first_and_last_name()
    {
        var cars = ViewTable.All.Single(view => view.Name == "cars");
        var owner = JsonElement.Parse("""{"owner":{"firstName":"Lisa","lastName":"Diaz"}}""");
        var expected = new ExpectedRow("c-1", "u-1", JsonElement.Parse("0"), owner);
        var row = JsonElement.Parse("""
            {"id":"c-1","eventId":"u-1","eventTime":"1970-01-01T00:00:00Z","owner":"Lisa Diaz","make":null,
             "attributes":{"owner":{"lastName":"Diaz","firstName":"Lisa"}}}
            """);

        RowComparison.Differences(cars, expected, row).ShouldBeEmpty();
    }

    [Fact]
    public void Attributes_of_the_samples_shape_are_all_but_the_entity_header()
    {
        var row = ExpectedRow.Of(Encoding.UTF8.GetBytes("""
            {"eventHeader":{"uuid":"u","eventName":"n","createdDate":"2025-01-01T00:00:00Z"},
             "entities":[{"entityHeader":{"entityId":"e","entityType":"Car"},"id":"e","vin":"V"}]}
            """));

        row.Id.ShouldBe("e");
        row.Attributes.GetRawText().ShouldBe("""{"id":"e","vin":"V"}""");
    }

    static List<string> Differences(string row) =>
        RowComparison.Differences(Payments, ExpectedRow.Of(Encoding.UTF8.GetBytes(Posted)), JsonElement.Parse(row));
}
