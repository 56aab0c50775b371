using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using FashionMnist.IO;

namespace FashionMnist.Data.Compression;

/// <summary>
/// The content of all members of a gzip file, one after the other (RFC 1952, section 2.2). Each is proved by its checksum and length;
/// after the last one only zeros may follow, with which tapes and blocks are filled up. The runtime's <see cref="GZipStream"/> stops without
/// a word at the first byte after a member that starts no other one, and rows would be missing.
/// </summary>
/// <param name="packed">The file; disposed with this stream.</param>
internal sealed class GZipMemberStream(Stream packed) : ForwardStream
{
    private const int TrailerLength = 8;
    private const string CutOff = "the file ends inside it";

    private readonly RewindableInput _input = new(packed);
    private readonly Crc32 _checksum = new();
    private DeflateStream? _content;
    private uint _length;
    private int _member;

    /// <summary>Reads content; 0 only where every member was proved.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message says in which member.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        try
        {
            while (_content is not null || TryBegin())
            {
                var count = Unpack(_content!, buffer);
                if (count > 0)
                {
                    _checksum.Append(buffer[..count]);
                    _length += (uint)count;
                    return count;
                }

                End();
            }

            return 0;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"member {_member}: {e.Message}", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content?.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Unpack(DeflateStream content, Span<byte> buffer)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            // Its own message speaks of compression methods that are not supported.
            throw new InvalidDataException(_input.RanOut ? CutOff : "its compressed data makes no sense", e);
        }
    }

    private bool TryBegin()
    {
        if (_member > 0 && !_input.Ahead(GZipHeader.Magic.Length).StartsWith(GZipHeader.Magic))
        {
            RefuseAllButZeros();
            return false;
        }

        _member++;
        GZipHeader.Skip(_input);
        _content = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
        _length = 0;
        return true;
    }

    private void RefuseAllButZeros()
    {
        for (int value; (value = _input.ReadByte()) >= 0;)
        {
            if (value != 0)
                throw new InvalidDataException("bytes follow it that are neither another member nor zeros");
        }
    }

    /// <summary>
    /// Finds the trailer in what the decompressor took last, by its eight bytes: they are known from the content, and the decompressor does
    /// not say where it ended.
    /// </summary>
    private void End()
    {
        _content!.Dispose();
        _content = null;
        if (_input.RanOut)
            throw new InvalidDataException(CutOff);

        Span<byte> trailer = stackalloc byte[TrailerLength];
        _checksum.GetHashAndReset(trailer);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], _length);

        var taken = _input.Rewind();
        var ahead = _input.Ahead(taken + TrailerLength);
        var last = ahead[..Math.Min(taken + TrailerLength, ahead.Length)];
        var start = last.IndexOf(trailer);
        if (start < 0)
            throw new InvalidDataException("the checksum and length at its end are missing or do not match its content");

        // A member without content has a trailer of zeros, which the bytes before it may be too.
        while (trailer.IndexOfAnyExcept((byte)0) < 0 && start + TrailerLength < last.Length && last[start + TrailerLength] == 0)
            start++;
        _input.Skip(start + TrailerLength);
    }
}
