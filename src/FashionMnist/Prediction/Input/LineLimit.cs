using System.Buffers;
using FashionMnist.IO;

namespace FashionMnist.Prediction.Input;

/// <summary>
/// Text with every longer line cut to one byte more than <paramref name="maximum"/>, so that whoever reads it meets a line that is too
/// long, not an end of memory, and the line after it as it is. Lines keep their numbers. UTF-16 and UTF-32 pass as they are.
/// </summary>
/// <param name="source">The text; disposed with this stream.</param>
/// <param name="maximum">Longest line in bytes, its end not counted.</param>
internal sealed class LineLimit(Stream source, int maximum) : ForwardStream
{
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create(CarriageReturn, LineFeed);

    /// <summary>A line this long in bytes is taken for one without end, and fails the reading.</summary>
    public const int Endless = 1 << 30;

    private readonly byte[] _buffer = new byte[65_536];
    private int _position;
    private int _end;
    private int _length;
    private State _state = State.Start;

    private enum State
    {
        Start,
        Passing,

        // The rest of the line goes, up to its end, instead of which one was handed out already.
        Dropping,

        // A line feed here belongs to the carriage return that ended a cut line.
        Dropped,

        Transparent,
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (Fill())
        {
            var ahead = _buffer.AsSpan(_position, Math.Min(_end - _position, buffer.Length));
            switch (_state)
            {
                case State.Dropping:
                    Drop(ahead);
                    continue;
                case State.Dropped:
                    _position += ahead[0] == LineFeed ? 1 : 0;
                    _state = State.Passing;
                    continue;
                case State.Transparent:
                    return Take(ahead, buffer);
            }

            if (maximum + 1 - _length is var room && room > 0)
                return Pass(ahead, room, buffer);

            // The line is as long as it may get here: either it ends now, or an end is put in.
            if (LineEnds.Contains(ahead[0]))
                return Pass(ahead[..1], 1, buffer);
            buffer[0] = LineFeed;
            (_length, _state) = (0, State.Dropping);
            return 1;
        }

        return 0;
    }

    /// <summary>A line does not end.</summary>
    public sealed class EndlessLineException() : IOException(FormattableString.Invariant($"a line does not end within {Endless} bytes"));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }

    private bool Fill()
    {
        if (_position < _end)
            return true;
        (_position, _end) = (0, source.ReadAtLeast(_buffer, _state == State.Start ? 2 : 1, throwOnEndOfStream: false));
        if (_state == State.Start)
            _state = _buffer.AsSpan(0, _end) is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] ? State.Transparent : State.Passing;
        return _end > 0;
    }

    /// <summary>Hands out bytes up to the first line that would get longer than <paramref name="room"/>.</summary>
    private int Pass(ReadOnlySpan<byte> ahead, int room, Span<byte> buffer)
    {
        var first = ahead.IndexOfAny(LineEnds);
        if (first < 0 || first > room)
        {
            var count = Take(ahead[..Math.Min(room, ahead.Length)], buffer);
            _length += count;
            return count;
        }

        // What follows the first end of a line is shorter than the buffer, and so than any line that is too long, unless lines may be short.
        if (ahead.Length > maximum)
            ahead = ahead[..(first + 1)];
        _length = ahead.Length - ahead.LastIndexOfAny(LineEnds) - 1;
        return Take(ahead, buffer);
    }

    private int Take(ReadOnlySpan<byte> bytes, Span<byte> buffer)
    {
        bytes.CopyTo(buffer);
        _position += bytes.Length;
        return bytes.Length;
    }

    private void Drop(ReadOnlySpan<byte> ahead)
    {
        var end = ahead.IndexOfAny(LineEnds);
        _position += end < 0 ? ahead.Length : end + 1;
        if (end >= 0)
            (_length, _state) = (0, ahead[end] == CarriageReturn ? State.Dropped : State.Passing);
        else if ((_length += ahead.Length) > Endless)
            throw new EndlessLineException();
    }
}
