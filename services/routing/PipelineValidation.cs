using Microsoft.AspNetCore.Http.HttpResults;
using Streams;

namespace Routing;

/// <summary>
/// The answer of <c>POST /pipelines/validate</c>: what this service would make of a pipeline file, YAML or JSON, which is the request's
/// body. Nothing is kept. 200 when it can be used, perhaps with warnings, else 422; 413 for more than a file may have.
/// </summary>
sealed record PipelineValidation(
    bool Valid, string? Name, string? Fingerprint, int Filters, int LiveFilters, int Joins, int LiveJoins,
    IReadOnlyList<PipelineValidation.FoundProblem> Problems)
{
    public sealed record FoundProblem(string Code, string Severity, int Line, int Column, string Message);

    public static async Task<Results<Ok<PipelineValidation>, UnprocessableEntity<PipelineValidation>, StatusCodeHttpResult>> Of(
        HttpRequest request, string file = "pipeline.yaml", CancellationToken cancellationToken = default)
    {
        var bytes = new byte[PipelineLimits.MaxFileBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        if (length > PipelineLimits.MaxFileBytes) return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        var validation = Of(PipelineFile.Parse(file, bytes.AsSpan(0, length)));
        return validation.Valid ? TypedResults.Ok(validation) : TypedResults.UnprocessableEntity(validation);
    }

    static PipelineValidation Of(PipelineReading reading) => new(
        reading.Pipeline is not null,
        reading.Pipeline?.Name,
        reading.Pipeline?.Fingerprint,
        reading.Pipeline?.Filters.Count ?? 0,
        reading.Pipeline?.Filters.Count(filter => filter.IsLive) ?? 0,
        reading.Pipeline?.Joins.Count ?? 0,
        reading.Pipeline?.Joins.Count(join => join.IsLive) ?? 0,
        [.. reading.Problems.Select(problem => new FoundProblem(
            problem.Code, problem.SeverityName, problem.Line, problem.Column, problem.Message))]);
}
