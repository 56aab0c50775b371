using System.Net;
using System.Security.Cryptography;
using Amazon.S3;

namespace FashionMnist.Models.Storage.S3;

/// <summary>Writes new versions, conditionally or not, and proves what the server stored.</summary>
internal sealed class S3Writer(IAmazonS3 client, S3Bucket bucket)
{
    private const int Rejections = 2;
    private const int Conflicts = 10;

    private readonly S3Transfers _transfers = new(client);

    /// <summary>
    /// Set once this server has shown that it cannot evaluate If-Match: it refused although the object was, before and after, the one
    /// that was named, and did so twice. Ceph RGW does that on versioned buckets.
    /// </summary>
    private volatile bool _ifMatchIsUnusable;

    public async Task<ObjectVersion> PutAsync(string key, S3Content content, CancellationToken cancellationToken)
    {
        var (versionId, proof) = await _transfers.UploadAsync(bucket.Locate(key), content, S3Condition.None, cancellationToken);
        return await ProveAsync(key, versionId, content, proof, cancellationToken);
    }

    public async Task<ObjectVersion?> TryPutAsync(string key, S3Content content, string? expected, CancellationToken cancellationToken)
    {
        var rejections = 0;
        for (var attempt = 0; attempt < Conflicts; attempt++)
        {
            var current = await bucket.HeadAsync(key, null, cancellationToken);
            if (current?.WriteId == content.WriteId)
                return await ProveAsync(key, current!.Version.VersionId, content, S3Proof.None, cancellationToken);
            if (current?.Version.VersionId != expected)
                return null;

            var condition = current is null ? new S3Condition(null, IfNoneMatch: true)
                : _ifMatchIsUnusable ? S3Condition.None
                : new S3Condition(current.ETag, IfNoneMatch: false);
            try
            {
                var (versionId, proof) = await _transfers.UploadAsync(bucket.Locate(key), content, condition, cancellationToken);
                return await IsNextAsync(key, versionId, expected, content, cancellationToken)
                    ? await ProveAsync(key, versionId, content, proof, cancellationToken)
                    : null;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                var unchanged = condition.IfMatch is not null
                    && (await bucket.HeadAsync(key, null, cancellationToken))?.Version.VersionId == expected;
                if (unchanged && ++rejections == Rejections)
                    _ifMatchIsUnusable = true;
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.Conflict)
            {
                // S3 was busy with another conditional write of this key; the next look tells whether that one won.
            }
        }

        throw new FashionMnistException(
            ExitCodes.TryAgain, $"{bucket.Locate(key)}: other writers kept this key busy; nothing was changed by this run, run it again");
    }

    /// <summary>
    /// Looks afterwards whether this write directly followed the expected version. If another one came between, on a server that
    /// does not enforce conditions, this write takes itself back, so that of several writers exactly the first one wins.
    /// </summary>
    private async Task<bool> IsNextAsync(
        string key, string? versionId, string? expected, S3Content content, CancellationToken cancellationToken)
    {
        var versions = await bucket.ListVersionsAsync(key, cancellationToken);
        var before = versions.SkipWhile(v => v.Version.VersionId != versionId).Skip(1);
        foreach (var older in before)
        {
            if (older.Version.VersionId == expected || (expected is null && older.IsDeleteMarker))
                return true;

            // The SDK repeats a request whose answer got lost, and both may have been carried out.
            var head = older.IsDeleteMarker ? null : await bucket.HeadAsync(key, older.Version.VersionId, cancellationToken);
            if (head?.WriteId == content.WriteId)
                continue;

            await bucket.DeleteVersionAsync(key, versionId!, CancellationToken.None);
            return false;
        }

        return expected is null;
    }

    /// <summary>Looks at the version that was written; where its upload proves nothing, it is read back.</summary>
    private async Task<ObjectVersion> ProveAsync(
        string key, string? versionId, S3Content content, S3Proof proof, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(versionId))
            throw new FashionMnistException(
                ExitCodes.Configuration,
                $"{bucket.Locate(key)}: the server gave the upload no version; is versioning of the bucket still enabled?");
        if (proof == S3Proof.Given && await bucket.HeadAsync(key, versionId, cancellationToken) is { } head && head.Version.Size == content.Length)
            return head.Version;

        using var response = await bucket.GetAsync(key, versionId, cancellationToken)
            ?? throw new FashionMnistException(ExitCodes.InputOutput, $"{bucket.Locate(key)}: the upload is gone right after it succeeded");
        await using var stored = new S3ReadStream(client, bucket.Locate(key), response, TimeProvider.System);
        var actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(stored, cancellationToken));
        var expected = Convert.ToHexStringLower(await content.Sha256Async(cancellationToken));
        if (actual == expected)
            return S3Bucket.Describe(key, versionId, response.LastModified, stored.Length);

        await bucket.DeleteVersionAsync(key, versionId, CancellationToken.None);
        throw new FashionMnistException(
            ExitCodes.Integrity,
            $"{bucket.Locate(key)}: the server stored other bytes: expected SHA-256 {expected}, actual {actual}; "
            + "the upload was removed, run it again");
    }
}
