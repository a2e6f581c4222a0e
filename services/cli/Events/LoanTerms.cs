namespace Cli;

/// <summary>What was agreed for one generated loan: a function of the seed and the loan's number, so that the payments of a loan know it.
/// </summary>
sealed record LoanTerms(decimal Amount, decimal Rate, int Months, decimal MonthlyPayment)
{
    const int Kind = 100;
    const int MonthsPerYear = 12;

    public static LoanTerms Of(int seed, int number)
    {
        var dice = new Dice(seed, Kind, number);
        var amount = dice.Between(80, 900) * 100m;
        var rate = dice.Between(190, 899) / 10_000m;
        var months = dice.Of(Vocabulary.LoanTerms);
        return new LoanTerms(amount, rate, months, Annuity(amount, rate / MonthsPerYear, months));
    }

    static decimal Annuity(decimal amount, decimal monthlyRate, int months)
    {
        var growth = 1m;
        for (var month = 0; month < months; month++) growth *= 1 + monthlyRate;
        return Math.Round(amount * monthlyRate * growth / (growth - 1), 2);
    }
}
