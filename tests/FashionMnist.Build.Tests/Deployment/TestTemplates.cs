namespace FashionMnist.Build.Tests.Deployment;

/// <summary>Two small templates, the second one on top of the first.</summary>
internal static class TestTemplates
{
    public const string Artifacts = """
        AWSTemplateFormatVersion: '2010-09-09'
        Parameters:
          Environment: { Type: String }
          BucketName: { Type: String, Default: '' }
        Conditions:
          Named: !Not [!Equals [!Ref BucketName, '']]
        Resources:
          ModelBucket:
            Type: AWS::S3::Bucket
            DeletionPolicy: Retain
            Properties:
              BucketName: !If [Named, !Ref BucketName, !Ref 'AWS::NoValue']
              Tags: [{ Key: environment, Value: !Ref Environment }]
        Outputs:
          ModelBucket: { Value: !Ref ModelBucket, Export: { Name: !Sub '${AWS::StackName}-ModelBucket' } }
          TemplateVersion: { Value: 1.0.0 }
        """;

    public const string Batch = """
        AWSTemplateFormatVersion: '2010-09-09'
        Parameters:
          Environment: { Type: String }
          ParentArtifactsStack: { Type: String }
          Password: { Type: String, NoEcho: true, Default: unset-password }
        Resources:
          Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }
          Queue: { Type: AWS::Batch::JobQueue, Properties: { Priority: 1 } }
          Definition:
            Type: AWS::Batch::JobDefinition
            Properties:
              JobRoleArn: !GetAtt Role.Arn
              Environment: [{ Name: STORE, Value: !Sub ['s3://${Bucket}', { Bucket: !ImportValue { 'Fn::Sub': '${ParentArtifactsStack}-ModelBucket' } }] }]
        Outputs:
          JobQueue: { Value: !Ref Queue }
        """;
}
