using System.Globalization;
using System.Text.Json;

namespace Cli;

/// <summary>Writes the attributes of generated entities, with the variety that real events have: money as numbers or as text, owners and
/// banks as names or as objects.</summary>
ref struct EntityAttributes(Utf8JsonWriter writer, Dice dice, int seed, DateTimeOffset date)
{
    const int RemarksMin = 4;
    const int RemarksMax = 7;

    readonly bool _moneyAsText = dice.Next() % 4 == 0;
    Dice _dice = dice;

    public void Write(EventKind kind, int index)
    {
        var number = EventMix.CountBefore(kind, index);
        writer.WriteString("id", EntityId(kind, seed, number));
        switch (kind)
        {
            case EventKind.Car: Car(); break;
            case EventKind.Loan: Loan(LoanTerms.Of(seed, number), ReferTo(EventKind.Car, index)); break;
            case EventKind.Payment: Payment(index); break;
            default: Service(ReferTo(EventKind.Car, index)); break;
        }
    }

    public static string EntityId(EventKind kind, int seed, int number) => $"{kind.ToString().ToUpperInvariant()}-{seed}-{number + 1:D6}";

    void Car()
    {
        var (make, models) = _dice.Of(Vocabulary.Cars);
        writer.WriteString("vin", Vin());
        writer.WriteString("make", make);
        writer.WriteString("model", _dice.Of(models));
        writer.WriteNumber("year", _dice.Between(2012, 2026));
        writer.WriteString("color", _dice.Of(Vocabulary.Colors));
        writer.WriteNumber("mileage", _dice.Below(180_000));
        writer.WriteString("lastServiceDate", Text(date.AddDays(-_dice.Below(300))));
        Money("totalBalance", _dice.Below(4_000_000) / 100m);
        writer.WriteString("lastLoanPaymentDate", Text(date.AddDays(-_dice.Below(30))));
        Owner();
        Remarks(Vocabulary.CarRemarks);
    }

    void Loan(LoanTerms terms, string carId)
    {
        writer.WriteString("carId", carId);
        Bank();
        Money("balance", terms.Amount - terms.MonthlyPayment * _dice.Below(6));
        writer.WriteString("lastPaidDate", Text(date.AddDays(-_dice.Below(30))));
        Money("loanAmount", terms.Amount);
        writer.WriteNumber("interestRate", terms.Rate);
        writer.WriteNumber("termMonths", terms.Months);
        writer.WriteString("startDate", Text(date));
        writer.WriteString("status", _dice.Below(20) == 0 ? "paid_off" : "active");
        Money("monthlyPayment", terms.MonthlyPayment);
        Remarks(Vocabulary.MoneyRemarks);
    }

    void Payment(int index)
    {
        var loan = _dice.Below(EventMix.CountBefore(EventKind.Loan, index));
        writer.WriteString("loanId", EntityId(EventKind.Loan, seed, loan));
        Money("amount", LoanTerms.Of(seed, loan).MonthlyPayment);
        writer.WriteString("paymentDate", Text(date));
        Remarks(Vocabulary.MoneyRemarks);
    }

    void Service(string carId)
    {
        var dealer = _dice.Between(1, 40);
        writer.WriteString("carId", carId);
        writer.WriteString("serviceDate", Text(date));
        Money("amountPaid", _dice.Between(4_000, 250_000) / 100m);
        writer.WriteString("dealerId", $"DEALER-{dealer:D3}");
        var make = Vocabulary.Cars[dealer % Vocabulary.Cars.Length].Make;
        writer.WriteString("dealerName", $"{make} Service Center - {_dice.Of(Vocabulary.Cities)}");
        writer.WriteNumber("mileageAtService", _dice.Below(180_000));
        writer.WriteString("description", $"{_dice.Of(Vocabulary.ServicesDone)}. {Sentences(Vocabulary.CarRemarks)}");
    }

    string ReferTo(EventKind kind, int index) => EntityId(kind, seed, _dice.Below(EventMix.CountBefore(kind, index)));

    string Vin()
    {
        Span<char> vin = stackalloc char[Vocabulary.VinLength];
        foreach (ref var character in vin) character = Vocabulary.VinCharacters[_dice.Below(Vocabulary.VinCharacters.Length)];
        return new string(vin);
    }

    void Owner()
    {
        var (first, last) = (_dice.Of(Vocabulary.FirstNames), _dice.Of(Vocabulary.LastNames));
        if (_dice.Below(2) == 0)
        {
            writer.WriteString("owner", $"{first} {last}");
            return;
        }
        writer.WriteStartObject("owner");
        writer.WriteString("firstName", first);
        writer.WriteString("lastName", last);
        writer.WriteString("phone", $"+1-{_dice.Between(200, 999)}-{_dice.Between(200, 999)}-{_dice.Between(1000, 9999)}");
        writer.WriteStartObject("address");
        writer.WriteString("street", $"{_dice.Between(1, 4000)} {_dice.Of(Vocabulary.Streets)}");
        writer.WriteString("city", _dice.Of(Vocabulary.Cities));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    void Bank()
    {
        var name = _dice.Of(Vocabulary.Banks);
        if (_dice.Below(2) == 0)
        {
            writer.WriteString("financialInstitution", name);
            return;
        }
        writer.WriteStartObject("financialInstitution");
        writer.WriteString("name", name);
        writer.WriteString("routingNumber", $"{_dice.Between(100_000_000, 999_999_999)}");
        writer.WriteEndObject();
    }

    void Money(string name, decimal amount)
    {
        if (_moneyAsText) writer.WriteString(name, amount.ToString("0.00", CultureInfo.InvariantCulture));
        else writer.WriteNumber(name, amount);
    }

    void Remarks(string[] remarks) => writer.WriteString("description", Sentences(remarks));

    string Sentences(string[] remarks)
    {
        var count = _dice.Between(RemarksMin, RemarksMax);
        var sentences = new string[count];
        foreach (ref var sentence in sentences.AsSpan()) sentence = _dice.Of(remarks);
        return string.Join(' ', sentences);
    }

    static string Text(DateTimeOffset date) => date.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
