using System.Security.Cryptography;
using FashionMnist.Models.Storage.S3;

// transfers put FILE BUCKET KEY | transfers get BUCKET KEY FILE | transfers read BUCKET KEY: what the model store does, and nothing else, for
// whole-process timing. read is what jobs do with their input, which never lies on a disk of theirs: it prints the SHA-256.
using var client = S3Clients.Create();
switch (args)
{
    case ["put", var file, var bucket, var key]:
        using (var store = new S3ObjectStore(client, new S3Address(bucket, "")))
        await using (var stream = File.OpenRead(file))
            await store.PutAsync(key, stream);
        return 0;
    case ["get", var bucket, var key, var file]:
        using (var store = new S3ObjectStore(client, new S3Address(bucket, "")))
        {
            await using var stored = await store.GetAsync(key) ?? throw new FileNotFoundException(key);
            await using var target = new FileStream(
                file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0, PreallocationSize = stored.Content.Length });
            await stored.Content.CopyToAsync(target);
        }

        return 0;
    case ["read", var bucket, var key]:
        using (var store = new S3ObjectStore(client, new S3Address(bucket, "")))
        {
            await using var stored = await store.GetAsync(key) ?? throw new FileNotFoundException(key);
            Console.WriteLine(Convert.ToHexStringLower(await SHA256.HashDataAsync(stored.Content)));
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: transfers put FILE BUCKET KEY | transfers get BUCKET KEY FILE | transfers read BUCKET KEY");
        return 64;
}
