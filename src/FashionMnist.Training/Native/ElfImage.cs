using System.Buffers.Binary;
using System.Text;

namespace FashionMnist.Training.Native;

/// <summary>
/// The parts of a 64-bit little-endian ELF file that tell which symbol versions it asks for (System V ABI, chapter 4, and the
/// Linux Standard Base, "Symbol Versioning"). Changes are made in place; the size never changes.
/// </summary>
internal sealed class ElfImage
{
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;

    private readonly byte[] _bytes;
    private readonly Dictionary<string, Section> _sections;

    /// <param name="bytes">The whole file; it is changed in place.</param>
    /// <exception cref="InvalidDataException">It is not a 64-bit little-endian ELF file with section headers.</exception>
    public ElfImage(byte[] bytes)
    {
        _bytes = bytes;
        if (!bytes.AsSpan().StartsWith("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        try
        {
            _sections = ReadSections();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("the section headers are damaged", e);
        }
    }

    /// <summary>The versions of other libraries' symbols that this file asks for.</summary>
    public IEnumerable<NeededVersion> NeededVersions()
    {
        var section = _sections[".gnu.version_r"];
        var file = section.Offset;
        for (var i = 0; i < section.Info; i++)
        {
            var library = Name(Read32(file + 4));
            var entry = file + Read32(file + 8);
            for (var j = 0; j < Read16(file + 2); j++)
            {
                yield return new NeededVersion(library, Name(Read32(entry + 8)), Read16(entry + 6), Read16(entry + 4), entry + 4);
                entry += Read32(entry + 12);
            }

            file += Read32(file + 12);
        }
    }

    /// <summary>The dynamic symbols with their version indices.</summary>
    public IEnumerable<DynamicSymbol> DynamicSymbols()
    {
        var symbols = _sections[".dynsym"];
        var versions = _sections[".gnu.version"];
        for (var i = 0; i < symbols.Size / SymbolSize; i++)
        {
            var name = Read32(symbols.Offset + i * SymbolSize);
            var versionOffset = versions.Offset + i * sizeof(ushort);
            yield return new DynamicSymbol(Name(name), Read16(versionOffset), _sections[".dynstr"].Offset + name, versionOffset);
        }
    }

    /// <summary>Writes a 16-bit number.</summary>
    public void Write16(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(offset), value);

    /// <summary>Overwrites a string with a shorter one and its terminating zero.</summary>
    public void WriteName(int offset, string name) => Encoding.ASCII.GetBytes(name + '\0').CopyTo(_bytes, offset);

    private Dictionary<string, Section> ReadSections()
    {
        var table = Read64(0x28);
        var (count, namesIndex) = (Read16(0x3C), Read16(0x3E));
        var names = SectionAt(table + namesIndex * SectionHeaderSize).Offset;
        return Enumerable.Range(0, count)
            .Select(i => table + i * SectionHeaderSize)
            .DistinctBy(header => Text(names + Read32(header)))
            .ToDictionary(header => Text(names + Read32(header)), SectionAt);
    }

    private Section SectionAt(int header) => new(Read64(header + 0x18), Read64(header + 0x20), Read32(header + 0x2C));

    private string Name(int offset) => Text(_sections[".dynstr"].Offset + offset);

    private string Text(int offset)
    {
        var text = _bytes.AsSpan(offset);
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }

    private ushort Read16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset));

    private int Read32(int offset) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(offset));

    private int Read64(int offset) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(offset)));

    private readonly record struct Section(int Offset, int Size, int Info);
}

/// <summary>An entry of .gnu.version_r.</summary>
/// <param name="Library">Name of the library that has to define it.</param>
/// <param name="Name">Name of the version, for example <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Index">The number by which symbols refer to it.</param>
/// <param name="Flags">Bit 1 (VER_FLG_WEAK): the loader goes on without it.</param>
/// <param name="FlagsOffset">Where the flags stand in the file.</param>
internal sealed record NeededVersion(string Library, string Name, ushort Index, ushort Flags, int FlagsOffset);

/// <summary>An entry of .dynsym.</summary>
/// <param name="Name">Name of the symbol.</param>
/// <param name="Version">Index of the version it asks for; 1: none.</param>
/// <param name="NameOffset">Where the name stands in the file.</param>
/// <param name="VersionOffset">Where the version index stands in the file.</param>
internal sealed record DynamicSymbol(string Name, ushort Version, int NameOffset, int VersionOffset);
