using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FashionMnist.Data;
using FashionMnist.Models;
using FashionMnist.Prediction.Input;
using FashionMnist.Prediction.Input.NumPy;
using FashionMnist.Testing;

namespace FashionMnist.Tests.Prediction.Input;

/// <summary>Arrays by the description of the format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.</summary>
public sealed class NpyImagesTests
{
    private const int Rows = 5;
    private static readonly TestImages Images = new(Rows);

    [Theory]
    [InlineData("(5, 28, 28)")]
    [InlineData("(5, 784)")]
    [InlineData("(5, 28, 28, 1)")]
    [InlineData("(5, 1, 28, 28)")]
    public void Reads_every_shape(string shape) => AssertAll(Npy("|u1", shape, Images.Images));

    [Theory]
    [InlineData("<i2", 2)]
    [InlineData(">i2", 2)]
    [InlineData("<u4", 4)]
    [InlineData(">i8", 8)]
    [InlineData("<u8", 8)]
    public void Reads_whole_numbers_of_every_width_and_order(string type, int width) => AssertAll(Npy(type, "(5, 784)", Images.Images.SelectMany(x =>
    {
        var bytes = new byte[width];
        bytes[type[0] == '<' ? 0 : width - 1] = x;
        return bytes;
    }).ToArray()));

    [Fact]
    public void Reads_whole_floats()
    {
        AssertAll(Npy("<f4", "(5, 784)", Images.Images.SelectMany(x => BitConverter.GetBytes((float)x)).ToArray()));
        AssertAll(Npy("<f8", "(5, 784)", Images.Images.SelectMany(x => BitConverter.GetBytes((double)x)).ToArray()));
        AssertAll(Npy("<f2", "(5, 784)", Images.Images.SelectMany(x => BitConverter.GetBytes((Half)x)).ToArray()));
    }

    [Fact]
    public void Reads_a_header_of_the_second_version() => AssertAll(Npy("|u1", "(5, 784)", Images.Images, version: 2));

    [Theory]
    [InlineData("images", "labels")]
    [InlineData("x", "y")]
    [InlineData("arr_0", "arr_1")]
    public void Reads_images_and_labels_of_an_archive(string images, string labels)
    {
        using var reader = NpzImages.Open(Npz((images, Npy("|u1", "(5, 28, 28)", Images.Images)), (labels, Npy("|u1", "(5,)", Images.Labels))));
        var batch = Read(reader);
        Assert.Equal(Images.Images, batch.Images[..Images.Images.Length]);
        Assert.Equal(Images.Labels, Enumerable.Range(0, Rows).Select(batch.LabelOf));
    }

    [Fact]
    public void Skips_the_rows_that_it_reads()
    {
        using var reader = NpyImages.Open(new MemoryStream(Npy("|u1", "(5, 784)", Images.Images)), "x.npy");
        Assert.Equal(3, reader.Skip(3, CancellationToken.None));
        var batch = Read(reader);
        Assert.Equal(Images.Images[(3 * ImageShape.Pixels)..], batch.Images[..(2 * ImageShape.Pixels)]);
        Assert.Equal(0, reader.Skip(1, CancellationToken.None));
    }

    [Theory]
    [InlineData("|u1", "(5, 32, 32)", "x.npy: the array has the shape (5, 32, 32), expected (N, 28, 28) or (N, 784)")]
    [InlineData("|O", "(5, 784)", "x.npy: the array holds Python objects; save an array of numbers")]
    [InlineData("<U4", "(5, 784)", "x.npy: the array does not hold plain numbers")]
    [InlineData("|u1", "(nothing)", "x.npy: the header of the array is damaged")]
    public void Refuses_what_is_no_array_of_images(string type, string shape, string message) =>
        Assert.Equal(message, Refused(() => NpyImages.Open(new MemoryStream(Npy(type, shape, Images.Images)), "x.npy")));

    [Fact]
    public void Refuses_columns_one_after_the_other() => Assert.Equal(
        "x.npy: the array lies column after column; save numpy.ascontiguousarray of it",
        Refused(() => NpyImages.Open(new MemoryStream(Npy("|u1", "(5, 784)", Images.Images, fortran: "True")), "x.npy")));

    [Theory]
    [InlineData(-1, "x.npy: after row 4: the array is cut off")]
    [InlineData(1, "x.npy: after row 5: more bytes follow the array; save one array a file")]
    public void Refuses_an_array_of_another_length(int more, string message)
    {
        var file = Npy("|u1", "(5, 784)", more < 0 ? Images.Images[..^1] : [.. Images.Images, .. new byte[more]]);
        Assert.Equal(message, Refused(() => Read(NpyImages.Open(new MemoryStream(file), "x.npy"))));
    }

    [Fact]
    public void Refuses_labels_of_another_number_and_arrays_without_names()
    {
        Assert.Equal(
            "x.npz: the labels have the shape (4,), expected (5,)",
            Refused(() => NpzImages.Open(Npz(("images", Npy("|u1", "(5, 784)", Images.Images)), ("labels", Npy("|u1", "(4,)", [1, 2, 3, 4]))))));
        Assert.Equal(
            "x.npz: none of its arrays (x_train, x_test) is called images; save them as images and labels",
            Refused(() => NpzImages.Open(Npz(("x_train", Npy("|u1", "(5, 784)", Images.Images)), ("x_test", Npy("|u1", "(5, 784)", Images.Images))))));
    }

    [Fact]
    public void Sets_rows_with_other_numbers_aside()
    {
        var floats = new float[2 * ImageShape.Pixels];
        floats[5] = 0.5f;
        floats[ImageShape.Pixels] = float.NaN;
        using var reader = NpyImages.Open(new MemoryStream(Npy("<f4", "(2, 784)", floats.SelectMany(BitConverter.GetBytes).ToArray())), "x.npy");
        Assert.Equal(
            ["pixel 6 is 0.5, allowed are whole numbers from 0 to 255; pixels scaled to 0..1 have to be multiplied by 255", "pixel 1 is missing"],
            Read(reader).Rejected.Select(x => x.Reason));
    }

    private static void AssertAll(byte[] file)
    {
        using var reader = NpyImages.Open(new MemoryStream(file), "x.npy");
        Assert.Equal(Rows, reader.Rows);
        var batch = Read(reader);
        Assert.Equal(Rows, batch.Count);
        Assert.Equal(Images.Images, batch.Images[..Images.Images.Length]);
    }

    private static ImageBatch Read(NpyImages reader)
    {
        var batch = new ImageBatch(64);
        reader.Read(batch, 64);
        return batch;
    }

    private static string Refused(Func<object> action)
    {
        var refusal = Assert.Throws<FashionMnistException>(action);
        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        return refusal.Message;
    }

    private static SeekableInput Npz(params (string Name, byte[] Array)[] arrays)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, array) in arrays)
            {
                using var entry = archive.CreateEntry($"{name}.npy").Open();
                entry.Write(array);
            }
        }

        return new SeekableInput(new MemoryStream(file.ToArray()), "x.npz");
    }

    private static byte[] Npy(string type, string shape, byte[] data, byte version = 1, string fortran = "False")
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. data];
    }
}
