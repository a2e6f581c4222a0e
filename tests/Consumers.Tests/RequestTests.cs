using System.Net;

namespace Consumers.Tests;

public sealed class RequestTests(Platform platform)
{
    [Fact]
    public async Task Pages_follow_each_other_in_id_order()
    {
        var place = await Place.Create(platform, View.Payments);
        await using var running = await RunningView.Start(place);
        var sample = Sample.Of(View.Payments);
        string[] ids = [.. Enumerable.Range(0, 25).Select(i => $"payment/{i:00} ä")];
        platform.Broker.Produce(place.Topic, ids.Select(id => (id, (byte[]?)sample.Copy(id, id).Flat())));
        await running.UntilStatus(status => status["records"]!.GetValue<long>() == ids.Length, "all rows");

        var (found, pages, after) = (new List<string>(), 0, "");
        do
        {
            var page = await running.Get($"/payments?limit=10&after={Uri.EscapeDataString(after)}");
            found.AddRange(page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()));
            after = page["next"]?.GetValue<string>();
            pages++;
        }
        while (after is not null);

        found.ShouldBe(ids);
        pages.ShouldBe(3);
    }

    [Theory]
    [InlineData("/payments?limit=0", HttpStatusCode.BadRequest, "limit is '0'")]
    [InlineData("/payments?limit=1001", HttpStatusCode.BadRequest, "limit is '1001'")]
    [InlineData("/payments?limit=x", HttpStatusCode.BadRequest, "limit is 'x'")]
    [InlineData("/payments?after=%00", HttpStatusCode.BadRequest, "U+0000")]
    [InlineData("/payments/nobody", HttpStatusCode.NotFound, "payments has no row 'nobody'")]
    public async Task A_wrong_request_is_told_what_is_wrong(string path, HttpStatusCode status, string problem)
    {
        var place = await Place.Create(platform, View.Payments);
        await using var running = await RunningView.Start(place);

        var response = await running.Http.GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(problem);
    }

    [Fact]
    public void All_configuration_mistakes_are_told_at_once()
    {
        string[] wrong = ["--Kafka:BootstrapServers=", "--Views:ResetOnNewCluster=perhaps", "--ConnectionStrings:View=nonsense"];

        var mistakes = Should.Throw<ServiceDefaults.ConfigurationException>(() => CarConsumer.Service.Build(wrong)).Message;

        mistakes.ShouldContain("Views__ResetOnNewCluster is 'perhaps'");
        mistakes.ShouldContain("ConnectionStrings__View");
        mistakes.ShouldContain("Kafka__BootstrapServers");
    }
}
