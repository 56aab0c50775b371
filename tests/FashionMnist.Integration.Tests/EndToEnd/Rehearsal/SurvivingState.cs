using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Util;
using FashionMnist.Models.Registry;
using FashionMnist.Models.Storage.S3;
using FashionMnist.Testing;

namespace FashionMnist.Integration.Tests.EndToEnd.Rehearsal;

/// <summary>What the servers of a rehearsal hold after one of them was killed: whole things, or nothing.</summary>
internal static class SurvivingState
{
    /// <summary>Looks at every bucket and every tag, and removes the buckets.</summary>
    public static async Task RequireWholeAsync(RehearsalServers servers)
    {
        RequireWholeImages(servers.RegistryFolder);
        using var client = Connect(servers.Variables);
        foreach (var bucket in (await client.ListBucketsAsync()).Buckets ?? [])
        {
            using (var store = new S3ObjectStore(Connect(servers.Variables), new S3Address(bucket.BucketName, "models")))
                await RequireWholeModelsAsync(store);
            await RequireWholeResultsAsync(client, bucket.BucketName);
            await AmazonS3Util.DeleteS3BucketWithObjectsAsync(client, bucket.BucketName);
        }
    }

    private static IAmazonS3 Connect(Dictionary<string, string> variables) => S3Clients.Create(
        new BasicAWSCredentials(variables["AWS_ACCESS_KEY_ID"], variables["AWS_SECRET_ACCESS_KEY"]), variables.GetValueOrDefault);

    /// <summary>Every package that is listed has all of its files, and production names one of them.</summary>
    private static async Task RequireWholeModelsAsync(S3ObjectStore store)
    {
        var registry = new ModelRegistry(store, TestPackages.ModelName, _ => Task.FromResult("test"));
        foreach (var package in await registry.ListPackagesAsync())
            Assert.Equal(package.PackageId, (await registry.LoadPackageAsync(package.PackageId)).Package.Id);
        if (await registry.ReadPointerAsync() is { } pointer)
            Assert.Equal(pointer.Content.PackageId, (await registry.LoadProductionAsync()).Package.Id);
    }

    /// <summary>A manifest is written last: where it lies, the files it names are there, whole. A merged run needs its parts no longer.</summary>
    private static async Task RequireWholeResultsAsync(IAmazonS3 client, string bucket)
    {
        var files = new S3Files(client);
        var keys = await files.ListAsync(new S3Address(bucket, "results/")).Select(x => x.Location.Key).ToListAsync();
        foreach (var run in keys.ToLookup(x => x[..(x.LastIndexOf('/') + 1)]))
        {
            var whole = run.Contains($"{run.Key}_manifest.json");
            foreach (var key in run.Where(x => whole ? x == $"{run.Key}_manifest.json" : x.StartsWith($"{run.Key}_manifest", StringComparison.Ordinal)))
            {
                using var manifest = JsonDocument.Parse(await ReadAsync(key));
                foreach (var output in manifest.RootElement.GetProperty("outputs").EnumerateArray())
                {
                    var content = await ReadAsync(run.Key + output.GetProperty("file").GetString());
                    Assert.Equal(output.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(content)));
                }
            }
        }

        async Task<byte[]> ReadAsync(string key)
        {
            await using var stream = await files.OpenReadAsync(new S3Address(bucket, key)) ?? throw new FileNotFoundException(key);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            return bytes.ToArray();
        }
    }

    /// <summary>Every tag of the registry leads to a manifest whose layers are all there.</summary>
    private static void RequireWholeImages(string folder)
    {
        var data = Path.Combine(folder, "data", "docker", "registry", "v2");
        if (!Directory.Exists(data))
            return;
        foreach (var link in Directory.EnumerateFiles(data, "link", SearchOption.AllDirectories).Where(x => x.Contains("/tags/", StringComparison.Ordinal)))
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(Blob(File.ReadAllText(link))));
            foreach (var part in manifest.RootElement.GetProperty("layers").EnumerateArray().Append(manifest.RootElement.GetProperty("config")))
                Assert.Equal(part.GetProperty("size").GetInt64(), new FileInfo(Blob(part.GetProperty("digest").GetString()!)).Length);
        }

        string Blob(string digest)
        {
            var hash = digest.Trim().Split(':')[1];
            return Path.Combine(data, "blobs", "sha256", hash[..2], hash, "data");
        }
    }
}
