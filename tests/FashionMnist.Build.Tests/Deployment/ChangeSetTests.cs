using System.Text.Json;
using FashionMnist.Build.Deployment;

namespace FashionMnist.Build.Tests.Deployment;

public sealed class ChangeSetTests
{
    [Fact]
    public void The_difference_names_resources_properties_and_replacements()
    {
        var changes = Of("""
            { "Status": "CREATE_COMPLETE", "Changes": [
              { "Type": "Resource", "ResourceChange": { "Action": "Remove", "LogicalResourceId": "Old", "PhysicalResourceId": "old-1", "ResourceType": "AWS::SNS::Topic", "PolicyAction": "Delete" } },
              { "Type": "Resource", "ResourceChange": { "Action": "Add", "LogicalResourceId": "New", "ResourceType": "AWS::SQS::Queue" } },
              { "Type": "Resource", "ResourceChange": { "Action": "Modify", "LogicalResourceId": "Maybe", "PhysicalResourceId": "m", "ResourceType": "AWS::ECR::Repository", "Replacement": "Conditional",
                "Details": [ { "Target": { "Attribute": "Properties", "Name": "RepositoryName", "RequiresRecreation": "Conditionally" } } ] } },
              { "Type": "Resource", "ResourceChange": { "Action": "Modify", "LogicalResourceId": "Changed", "PhysicalResourceId": "c", "ResourceType": "AWS::IAM::Role", "Replacement": "False",
                "Details": [ { "Target": { "Attribute": "Properties", "Name": "Policies", "RequiresRecreation": "Never" } }, { "Target": { "Attribute": "Tags", "RequiresRecreation": "Never" } },
                             { "Target": { "Attribute": "Properties", "Name": "Policies", "RequiresRecreation": "Never" } } ] } },
              { "Type": "Resource", "ResourceChange": { "Action": "Modify", "LogicalResourceId": "Bare", "PhysicalResourceId": "b", "ResourceType": "AWS::IAM::Role", "Replacement": "False", "Scope": ["Metadata"] } },
              { "Type": "Hook", "HookInvocationCount": 1 } ] }
            """);

        Assert.Equal(
            """
              + New (AWS::SQS::Queue)
              ~ Bare (AWS::IAM::Role, b)
                  Metadata
              ~ Changed (AWS::IAM::Role, c)
                  Policies
                  Tags
              ! Maybe (AWS::ECR::Repository, m): MAY BE REPLACED by a new one
                  RepositoryName (may need a new resource)
              - Old (AWS::SNS::Topic, old-1): REMOVED from the stack, deletion policy Delete
              1 added, 2 changed, 1 replaced, 1 removed
            """.ReplaceLineEndings("\n"),
            string.Join('\n', ChangeSetText.Lines(changes)));
        Assert.Equal(["Old", "Maybe"], StatefulResources.Lost(changes).Select(x => x.LogicalResourceId));
    }

    [Theory]
    [InlineData("Modify", "False", "AWS::S3::Bucket", false)]
    [InlineData("Modify", "True", "AWS::S3::Bucket", true)]
    [InlineData("Modify", "Conditional", "AWS::Logs::LogGroup", true)]
    [InlineData("Modify", "True", "AWS::Batch::JobDefinition", false)]
    [InlineData("Remove", null, "AWS::ECR::Repository", true)]
    [InlineData("Remove", null, "AWS::Batch::JobQueue", false)]
    [InlineData("Add", null, "AWS::S3::Bucket", false)]
    public void Consent_is_needed_where_something_kept_would_be_lost(string action, string? replacement, string type, bool needed)
    {
        var change = new ResourceChange(action, "A", "a", type, replacement, null, null, null);

        Assert.Equal(needed, StatefulResources.Lost(new ChangeSet("CREATE_COMPLETE", null, [new(change)])).Count == 1);
    }

    [Theory]
    [InlineData("The submitted information didn't contain changes. Submit different information to create a change set.", true)]
    [InlineData("No updates are to be performed.", true)]
    [InlineData("No export named x found", false)]
    public void A_change_set_without_changes_is_no_failure(string reason, bool empty) => Assert.Equal(empty, new ChangeSet("FAILED", reason, []).IsEmpty);

    [Fact]
    public void Changes_of_outputs_alone_are_said_to_be_that() =>
        Assert.Equal(["  no resource changes; outputs, parameters or descriptions do"], ChangeSetText.Lines(new ChangeSet("CREATE_COMPLETE", null, null)));

    [Fact]
    public void The_first_failure_is_the_one_that_is_no_consequence_and_not_the_stack_s_own()
    {
        StackEvent[] events =
        [
            Event("A", "CREATE_FAILED", "Resource creation cancelled"),
            Event("B", "CREATE_IN_PROGRESS", null),
            Event("B", "CREATE_FAILED", "Already\nexists."),
            Event("C", "CREATE_FAILED", "later"),
        ];

        Assert.Equal("B (T): Already exists", StackEvent.FirstFailure(events));
        Assert.Equal("A (T): Resource creation cancelled", StackEvent.FirstFailure(events[..1]));
        Assert.Null(StackEvent.FirstFailure([Event("B", "CREATE_COMPLETE", null), Event("stack", "ROLLBACK_FAILED", "all") with { PhysicalResourceId = "id" }]));
    }

    private static StackEvent Event(string name, string status, string? reason) => new(Guid.NewGuid().ToString(), "id", name, "physical", "T", status, reason, null);

    private static ChangeSet Of(string json) => JsonSerializer.Deserialize<ChangeSet>(json)!;
}
