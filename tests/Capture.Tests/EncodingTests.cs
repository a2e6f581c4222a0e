using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Capture.Tests;

public sealed class EncodingTests
{
    static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("plain / <b> \u007f \u00a0 \u2028 \uffff", "plain / <b> \u007f \u00a0 \u2028 \uffff")]
    [InlineData("\"\\", "\\\"\\\\")]
    [InlineData("\b\t\n\f\r", "\\b\\t\\n\\f\\r")]
    [InlineData("\u0000\u0001\u000b\u001f", "\\u0000\\u0001\\u000B\\u001F")]
    [InlineData("😀", "\\uD83D\\uDE00")]
    [InlineData("a\U00010000\U0010FFFFz", "a\\uD800\\uDC00\\uDBFF\\uDFFFz")]
    public void Text_is_escaped_as_Kafka_Connect_does(string text, string expected)
    {
        Escape(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);
    }

    [Fact]
    public void A_broken_sequence_at_the_end_is_passed_on()
    {
        var buffer = new ByteBuffer(1);
        JsonText.Append(buffer, [(byte)'a', 0xF0, 0x9F]);

        buffer.Written.ToArray().ShouldBe([(byte)'a', 0xF0, 0x9F]);
    }

    [Fact]
    public void Every_text_reads_back_as_itself()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Rune(random).ToString()));
            JsonSerializer.Deserialize<string>($"\"{Escape(Encoding.UTF8.GetBytes(text))}\"").ShouldBe(text);
        }
    }

    [Theory]
    [InlineData(long.MaxValue, 6, "infinity")]
    [InlineData(long.MinValue, 0, "-infinity")]
    [InlineData(0, 6, "2000-01-01T00:00:00.000000Z")]
    [InlineData(-1, 6, "1999-12-31T23:59:59.999999Z")]
    [InlineData(1_500_000, 3, "2000-01-01T00:00:01.500Z")]
    [InlineData(1_000_000, 0, "2000-01-01T00:00:01Z")]
    public void Timestamps_are_written_in_UTC_with_the_columns_digits(long microseconds, int precision, string expected)
    {
        Timestamp(microseconds, precision).ShouldBe(expected);
    }

    [Fact]
    public void Every_day_of_the_calendar_that_NET_knows_is_right()
    {
        var step = TimeSpan.FromDays(37) + TimeSpan.FromMicroseconds(86_000_123_457);
        for (var date = DateTimeOffset.MinValue; date < DateTimeOffset.MaxValue - step; date += step)
            Timestamp((date - Epoch).Ticks / TimeSpan.TicksPerMicrosecond, 6).ShouldBe(date.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"));
    }

    [Fact]
    public void A_row_allocates_nothing_once_its_memory_has_grown()
    {
        var encoder = new RowEncoder();
        var data = Encoding.UTF8.GetBytes("\u0001{\"a\": \"😀\"}");
        var date = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(date, 123_456_789);
        Encode(encoder, data, date);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var row = 0; row < 1000; row++) Encode(encoder, data, date);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        Encoding.UTF8.GetString(encoder.Key).ShouldBe("{\"id\":\"e\"}");
        Encoding.UTF8.GetString(encoder.Value).ShouldBe("{\"id\":\"e\",\"event_name\":\"n\",\"event_type\":null,"
            + "\"created_date\":\"2000-01-01T00:02:03.456789Z\",\"saved_date\":null,\"event_data\":\"{\\\"a\\\": \\\"\\uD83D\\uDE00\\\"}\","
            + "\"__deleted\":\"false\",\"__op\":\"c\",\"__table\":\"business_events\",\"__ts_ms\":5}");
    }

    static void Encode(RowEncoder encoder, byte[] data, byte[] date)
    {
        encoder.Begin();
        encoder.Append(0, "e"u8);
        encoder.Append(1, "n"u8);
        encoder.AppendNull(2);
        encoder.Append(3, date);
        encoder.AppendNull(4);
        encoder.Append(5, data);
        encoder.End(5);
    }

    static string Escape(byte[] utf8)
    {
        var buffer = new ByteBuffer(1);
        JsonText.Append(buffer, utf8);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    static string Timestamp(long microseconds, int precision)
    {
        Span<byte> text = stackalloc byte[TimestampText.MaxBytes];
        return Encoding.UTF8.GetString(text[..TimestampText.Write(microseconds, precision, text)]);
    }

    static Rune Rune(Random random)
    {
        while (true)
        {
            int[] ends = [0x80, 0x800, 0x10000, 0x110000];
            var value = random.Next(ends[random.Next(ends.Length)]);
            if (System.Text.Rune.IsValid(value)) return new Rune(value);
        }
    }
}
