using FashionMnist.Models.Storage.S3;

// transfers put FILE BUCKET KEY | transfers get BUCKET KEY FILE: what the model store does, and nothing else, for whole-process timing.
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
            await using var target = File.Create(file);
            await stored.Content.CopyToAsync(target);
        }

        return 0;
    default:
        Console.Error.WriteLine("usage: transfers put FILE BUCKET KEY | transfers get BUCKET KEY FILE");
        return 64;
}
