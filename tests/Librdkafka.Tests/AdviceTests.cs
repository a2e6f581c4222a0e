namespace Librdkafka.Tests;

/// <summary>Every error that a user meets says what to do about it.</summary>
public class AdviceTests
{
    /// <summary>No failures, or failures that only a wrong program, a wrong library or a damaged one shows.</summary>
    static readonly ErrorCode[] WithoutAdvice =
    [
        ErrorCode.NoError, ErrorCode.PartitionEnd, ErrorCode.AssignPartitions, ErrorCode.RevokePartitions, ErrorCode.Failure,
        ErrorCode.Unknown, ErrorCode.ExistingSubscription, ErrorCode.NoOffset, ErrorCode.Outdated, ErrorCode.TimedOutInQueue,
        ErrorCode.Interrupted, ErrorCode.Partial, ErrorCode.ReadOnly, ErrorCode.Application, ErrorCode.Noop, ErrorCode.InvalidRequest,
        ErrorCode.DuplicateSequence,
    ];

    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>().Except(WithoutAdvice)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_has_its_advice(ErrorCode code)
    {
        string advice = new ClientError(code, "reason", IsFatal: false).Advice;

        advice.ShouldEndWith(".");
        new KafkaException(code, "Trying").Message.ShouldEndWith(advice);
    }
}
