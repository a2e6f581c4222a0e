using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cli.Tests;

public sealed class EventPosterTests : IAsyncLifetime
{
    readonly ConcurrentQueue<(string Path, List<string> Uuids)> _requests = [];
    readonly WebApplication _producer;
    Func<HttpStatusCode> _answer = () => HttpStatusCode.Created;

    public EventPosterTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _producer = builder.Build();
        _producer.Run(Receive);
    }

    public async ValueTask InitializeAsync() => await _producer.StartAsync();

    public async ValueTask DisposeAsync() => await _producer.DisposeAsync();

    [Fact]
    public async Task Samples_are_posted_one_by_one()
    {
        await Poster().Post(new SampleEvents(), PostingPlan.Singly, TestContext.Current.CancellationToken);

        _requests.Select(request => request.Path).Distinct().ShouldBe(["/api/v1/events"]);
        _requests.Sum(request => request.Uuids.Count).ShouldBe(11);
    }

    [Fact]
    public async Task Generated_events_are_posted_in_bulk_each_once()
    {
        var events = new GeneratedEvents(3_000, seed: 1);
        var poster = Poster();

        await poster.Post(events, PostingPlan.Bulk(rate: null), TestContext.Current.CancellationToken);

        poster.Posted.ShouldBe(3_000);
        _requests.ShouldAllBe(request => request.Uuids.Count <= Limits.MaxBulkEvents);
        var uuids = Enumerable.Range(0, 3_000).Select(index => events[index].Uuid);
        _requests.SelectMany(request => request.Uuids).ShouldBe(uuids, ignoreOrder: true);
        _requests.Count.ShouldBeLessThan(30);
    }

    [Fact]
    public async Task A_rate_spreads_the_events_evenly()
    {
        var started = TimeProvider.System.GetTimestamp();

        await Poster().Post(new GeneratedEvents(100, seed: 1), PostingPlan.Bulk(rate: 200), TestContext.Current.CancellationToken);

        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(450));
        _requests.Sum(request => request.Uuids.Count).ShouldBe(100);
        _requests.Count.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task A_service_that_is_away_for_a_while_gets_the_event_again()
    {
        var answers = new ConcurrentQueue<HttpStatusCode>([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable]);
        _answer = () => answers.TryDequeue(out var status) ? status : HttpStatusCode.OK;
        var poster = Poster();

        await poster.Post(new GeneratedEvents(1, seed: 1), PostingPlan.Singly, TestContext.Current.CancellationToken);

        poster.Posted.ShouldBe(1);
        _requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_refusal_ends_the_posting_with_the_answer()
    {
        _answer = () => HttpStatusCode.BadRequest;

        var refused = await Should.ThrowAsync<EventRefusedException>(
            Poster().Post(new GeneratedEvents(2_000, seed: 1), PostingPlan.Bulk(rate: null), TestContext.Current.CancellationToken));

        refused.Message.ShouldContain("400");
        refused.Message.ShouldContain("the answer");
    }

    async Task Receive(HttpContext context)
    {
        var body = await JsonDocument.ParseAsync(context.Request.Body);
        var events = body.RootElement.ValueKind == JsonValueKind.Array ? body.RootElement.EnumerateArray().ToList() : [body.RootElement];
        var uuids = events.ConvertAll(each => each.GetProperty("eventHeader").GetProperty("uuid").GetString()!);
        _requests.Enqueue((context.Request.Path, uuids));
        context.Response.StatusCode = (int)_answer();
        await context.Response.WriteAsync("the answer");
    }

    EventPoster Poster()
    {
        var address = new Uri(_producer.Urls.First());
        return new EventPoster(EventTypes.Owners.Values.Distinct().ToDictionary(service => service, _ => address), TimeProvider.System);
    }
}
