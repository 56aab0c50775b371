using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>Which calls of the AWS SDK an assembly contains, read from the references in its metadata.</summary>
internal static class AwsCalls
{
    /// <summary>Class and method, for example <c>IAmazonS3.GetObjectAsync</c>.</summary>
    public static IReadOnlySet<string> In(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        var calls = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            if (member.Parent.Kind != HandleKind.TypeReference)
                continue;
            var type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
            var name = reader.GetString(member.Name);
            var space = reader.GetString(type.Namespace);
            // What all services share calls none of them.
            if (space.StartsWith("Amazon.", StringComparison.Ordinal) && !space.StartsWith("Amazon.Runtime", StringComparison.Ordinal) && name.EndsWith("Async", StringComparison.Ordinal))
                calls.Add($"{reader.GetString(type.Name)}.{name}");
        }

        return calls;
    }
}
