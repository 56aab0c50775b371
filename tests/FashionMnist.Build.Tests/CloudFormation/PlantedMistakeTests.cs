using FashionMnist.Build.Tests.Pipelines;
using FashionMnist.Testing.CloudFormation;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>Each check must be able to fail: every mistake is planted into a real template, and somebody must notice.</summary>
public sealed class PlantedMistakeTests(PlantedMistakeTests.Findings findings) : IClassFixture<PlantedMistakeTests.Findings>
{
    /// <summary>Template, what is replaced once, by what, and a part of the finding.</summary>
    private static readonly (string Template, string Text, string Other, string Finding)[] Mistakes =
    [
        ("artifacts", "      BucketEncryption:\n", "      BucketEncription:\n", "BucketEncription"),
        ("artifacts", "BlockPublicAcls: true", "BlockPublicAcls: 7", "BlockPublicAcls"),
        ("artifacts", "ImageTagMutability: IMMUTABLE", "ImageTagMutability: SOLID", "ImageTagMutability"),
        ("artifacts", "ImageTagMutability: IMMUTABLE", "ImageTagMutability: MUTABLE", "TAGS_OF_IMAGES_ARE_FINAL"),
        ("artifacts", "ScanOnPush: true", "ScanOnPush: false", "TAGS_OF_IMAGES_ARE_FINAL"),
        ("artifacts", "Value: !Ref ModelBucket\n", "Value: !Ref ModelBuckte\n", "ModelBuckte"),
        ("artifacts", "!Equals [!Ref ModelBucketName, '']", "!Equals [!Ref ModelBuckte, '']", "Conditions name ModelBuckte"),
        ("artifacts", "!If [HasModelBucketName,", "!If [HasBucketName,", "the condition HasBucketName does not exist"),
        ("artifacts", "SSEAlgorithm: AES256", "SSEAlgorithm: ''", "BUCKETS_ARE_ENCRYPTED"),
        ("artifacts", "        RestrictPublicBuckets: true\n", "", "BUCKETS_ARE_PRIVATE"),
        ("artifacts", "VersioningConfiguration: {Status: Enabled}", "VersioningConfiguration: {Status: Suspended}", "BUCKETS_KEEP_VERSIONS"),
        ("artifacts", "    DeletionPolicy: RetainExceptOnCreate\n", "", "BUCKETS_ARE_RETAINED"),
        ("monitoring", "    DeletionPolicy: RetainExceptOnCreate\n", "    DeletionPolicy: Retain\n", "A_FAILED_CREATION_LEAVES_NOTHING"),
        ("artifacts", "aws:SecureTransport: 'false'", "aws:SecureTransport: 'true'", "BUCKETS_ARE_REACHED_OVER_TLS_ONLY"),
        ("artifacts", "AbortIncompleteMultipartUpload: {", "ExpirationInDays: 365\n          AbortIncompleteMultipartUpload: {", "MODELS_NEVER_EXPIRE"),
        ("artifacts", "AbortIncompleteMultipartUpload: {", "NoncurrentVersionExpiration: {NoncurrentDays: 9}\n          AbortIncompleteMultipartUpload: {", "MODELS_NEVER_EXPIRE"),
        ("artifacts", "      Bucket: !Ref ModelBucket\n", "      Bucket: !Ref DataBucket\n", "the bucket ModelBucket has no policy"),
        ("artifacts", "    Description: Optional name of the bucket for inputs.\n", "", "DataBucketName has no description"),
        ("artifacts", "TemplateVersion: {Description: Version of this template, Value: '", "TemplateVersion: {Description: Version of this template, Value: 'soon ", "TemplateVersion gives no version"),
        ("artifacts", "-DataBucket'}", "-Data'}", "the output DataBucket is exported as"),
        ("artifacts", "PublicAccessBlockConfiguration:\n", "PublicAccessBlockConfiguration: &x\n", "no anchors and aliases"),
        ("access", "Action: s3:GetBucketVersioning", "Action: s3:Get*", "NO_WILDCARD_ACTIONS_IN_POLICIES"),
        ("access", "Action: s3:GetBucketVersioning", "Action: s3:Get*", "allows s3:Get*"),
        ("access", "AssumeRolePolicyDocument:", "RoleName: reader\n      AssumeRolePolicyDocument:", "ROLES_HAVE_NO_FIXED_NAMES"),
        ("batch", "Action: [s3:GetObject, s3:GetObjectVersion, s3:PutObject,", "Action: ['s3:*', s3:PutObject,", "NO_WILDCARD_ACTIONS_IN_ROLES"),
        ("batch", "StringLikeIfExists: {s3:prefix:", "StringLike: {s3:prefix:", "gets 403 for a missing key"),
        ("batch", "User: '1654:1654'", "User: root", "JOBS_ARE_CONFINED"),
        ("batch", "ReadonlyRootFilesystem: true", "ReadonlyRootFilesystem: false", "JOBS_ARE_CONFINED"),
        ("batch", "      ResourceRetentionPolicy: {SkipDeregisterOnUpdate: true}\n", "", "OLD_REVISIONS_STAY"),
        ("batch", "SkipDeregisterOnUpdate: true", "SkipDeregisterOnUpdate: false", "loses its revisions"),
        ("batch", "      Timeout: {", "      Timeuot: {", "JOBS_END"),
        ("batch", "        - {Action: EXIT, OnReason: '*'}\n", "", "tries again what no rule names"),
        ("batch", "OnExitCode: '75'", "OnExitCode: '74'", "retries the exit codes 74, not 75"),
        ("batch", "        - {Action: RETRY, OnExitCode: '75'}\n", "        - {Action: RETRY, OnExitCode: '75'}\n        - {Action: RETRY, OnReason: x}\n", "6 rules of retry"),
        ("batch", "Type: VCPU,", "Type: VCPUS,", "VCPUS"),
        ("monitoring", "      ComparisonOperator: GreaterThanThreshold\n", "", "has no ComparisonOperator"),
        ("monitoring", "      KmsMasterKeyId: !Ref Key\n", "", "TOPICS_ARE_ENCRYPTED"),
        ("monitoring", "Topics: [!Ref Topic]", "Topics: [!Ref Topic, !Ref FallbackTopic]", "TopicPolicy is set on 2 topics"),
        ("monitoring", "          Resource: !Ref FallbackTopic\n", "          Resource: [!Ref Topic, !Ref FallbackTopic]\n", "FallbackTopicPolicy speaks of another resource"),
        ("near-real-time", "          Resource: !GetAtt NotSubmitted.Arn\n", "          Resource: '*'\n", "NotSubmittedPolicy speaks of another resource"),
        ("batch", "      ReplaceComputeEnvironment: true\n", "      ReplaceComputeEnvironment: true\n      UpdatePolicy: {JobExecutionTimeoutMinutes: 60}\n", "FargateEnvironment cannot be updated"),
        ("batch", "      ReplaceComputeEnvironment: true\n", "      ReplaceComputeEnvironment: false\n", "FargateEnvironment cannot be updated"),
        ("batch", "\"source\": \"custom\"", "\"source\": \"batch\"", "FailedRule says something that Chatbot drops"),
        ("batch", "\"description\": <status>", "\"description\": \"<status>\"", "writes $.detail.statusReason, which may hold a quote"),
        ("near-real-time", "\"--input-key\", <key>", "\"--input-key\", \"<key>\"", "writes $.detail.object.key, which may hold a quote"),
        ("monitoring", "      OKActions: [!Ref Topic]\n", "", "does not report its recovery"),
        ("batch", "State: RUNNABLE, Action: CANCEL", "State: RUNNABLE, Action: STOP", "STOP"),
        ("tables", "RecursiveDeleteOption: true", "RecursiveDeleteOption: false", "WORKGROUPS_CAN_BE_DELETED"),
        ("access", "Condition: {StringEquals: {aws:ResourceTag/fashion-mnist-environment: !Ref Environment}}", "Condition: {Bool: {aws:SecureTransport: 'true'}}", "may end jobs of others"),
        ("monitoring", "EnableKeyRotation: true", "EnableKeyRotation: false", "KEYS_ROTATE"),
        ("monitoring", "      RetentionInDays: !Ref LogRetentionDays\n", "", "LOGS_HAVE_AN_END"),
        ("near-real-time", "SqsManagedSseEnabled: true", "SqsManagedSseEnabled: false", "QUEUES_ARE_ENCRYPTED"),
        ("near-real-time", "job-definition/fashion-mnist-${Environment}:*'", "job-definition/fashion-mnist-${Environment}:3'", "names a revision"),
        ("audit", "EnableLogFileValidation: true", "EnableLogFileValidation: false", "TRAILS_ARE_PROVABLE"),
        ("tables", "EncryptionConfiguration: {EncryptionOption: SSE_S3}", "ExpectedBucketOwner: x", "ANSWERS_ARE_ENCRYPTED"),
        ("tables", "      DeliveryStreamEncryptionConfigurationInput: {KeyType: AWS_OWNED_CMK}\n", "", "STREAMS_ARE_ENCRYPTED"),
        ("queries", "Type: AWS::Athena::NamedQuery", "Type: AWS::Athena::NamedQueries", "NamedQueries"),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Mistakes.Length)];

    [ValidatorTheory]
    [MemberData(nameof(Numbers))]
    public void Somebody_notices(int number)
    {
        var (template, text, _, finding) = Mistakes[number];
        Assert.True(
            findings.Of(number).Any(x => x.Contains(finding, StringComparison.Ordinal)),
            $"{template}, {text}: expected {finding} among\n{string.Join('\n', findings.Of(number))}");
    }

    /// <summary>All mistakes are looked at in one run of the validators, which take seconds to start.</summary>
    public sealed class Findings : IAsyncLifetime
    {
        private IReadOnlyList<string> _lines = [];

        public IEnumerable<string> Of(int number) => _lines.Where(x => x.StartsWith($"{number}:", StringComparison.Ordinal));

        public async Task InitializeAsync()
        {
            if (!Directory.Exists(Path.Combine(ValidatorTheoryAttribute.Folder, "node_modules")))
                return;
            var folder = Directory.CreateTempSubdirectory("mistakes-").FullName;
            try
            {
                var files = Mistakes.Select((x, i) => Plant(folder, i, x)).ToArray();
                var others = (await Templates.ValidateAsync(files)).Select(x => x.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
                var own = files.SelectMany((file, i) => TemplateRules.Check(CloudFormationTemplate.Load(file)).Select(x => $"{i}: {x}"));
                _lines = [.. others.Select(x => x.Replace(Path.DirectorySeparatorChar, ':')), .. own];
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private static string Plant(string folder, int number, (string Template, string Text, string Other, string Finding) mistake)
        {
            var text = Templates.Get(mistake.Template).Text;
            var at = text.IndexOf(mistake.Text, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{mistake.Template} has no {mistake.Text}");
            var file = Path.Combine(folder, $"{number}", $"{mistake.Template}.yaml");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text.Remove(at, mistake.Text.Length).Insert(at, mistake.Other));
            return file;
        }
    }
}
