namespace FashionMnist.Build.Deployment;

/// <summary>Resources that hold what no template can make again, or whose name others have written down.</summary>
internal static class StatefulResources
{
    /// <summary>Their types.</summary>
    public static readonly IReadOnlySet<string> Types = new HashSet<string>(StringComparer.Ordinal)
    {
        "AWS::DynamoDB::Table",
        "AWS::EC2::Volume",
        "AWS::ECR::Repository",
        "AWS::EFS::FileSystem",
        "AWS::KMS::Key",
        "AWS::Logs::LogGroup",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBInstance",
        "AWS::S3::Bucket",
        "AWS::SecretsManager::Secret",
        "AWS::SNS::Topic",
        "AWS::SQS::Queue",
        "AWS::SSM::Parameter",
    };

    /// <summary>The changes that would, or might, replace or remove such a resource.</summary>
    public static IReadOnlyList<ResourceChange> Lost(ChangeSet changeSet) => [.. changeSet.Resources.Where(x => x.Loses && Types.Contains(x.ResourceType))];
}
