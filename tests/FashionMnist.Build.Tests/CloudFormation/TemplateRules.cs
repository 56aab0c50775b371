using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FashionMnist.Models;
using FashionMnist.Testing.CloudFormation;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FashionMnist.Build.Tests.CloudFormation;

/// <summary>What neither the schemas nor Guard look at: traps of CloudFormation and Batch, and the conventions of these stacks.</summary>
internal static partial class TemplateRules
{
    /// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html, for a template sent with the request.</summary>
    private const int LargestTemplate = 51_200;

    /// <summary>https://docs.aws.amazon.com/batch/latest/userguide/job_retries.html</summary>
    private const int MostRetryRules = 5;

    private static readonly string[] Pseudo =
        ["AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region", "AWS::StackId", "AWS::StackName", "AWS::URLSuffix"];

    public static IReadOnlyList<string> Check(CloudFormationTemplate template) =>
    [
        .. Yaml(template), .. References(template), .. Parameters(template), .. Outputs(template), .. Alarms(template), .. Retries(template), .. Statements(template),
        .. ResourcePolicies(template), .. FargateEnvironments(template), .. Messages(template),
    ];

    private static IEnumerable<string> Yaml(CloudFormationTemplate template)
    {
        if (Encoding.UTF8.GetByteCount(template.Text) > LargestTemplate)
            yield return $"the template is larger than {LargestTemplate} bytes";
        var parser = new Parser(new StringReader(template.Text));
        while (parser.MoveNext())
        {
            if (parser.Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
                yield return $"{parser.Current.Start}: CloudFormation has no anchors and aliases";
        }
    }

    /// <summary>Conditions and rules too, which the schemas pass over.</summary>
    private static IEnumerable<string> References(CloudFormationTemplate template)
    {
        var known = Pseudo.Concat(template.Parameters.Select(x => x.Key)).ToHashSet();
        var withResources = known.Concat(template.Resources.Select(x => x.Key)).ToHashSet();
        foreach (var (section, content) in template.Content)
        {
            var names = section is "Conditions" or "Rules" ? known : withResources;
            foreach (var name in CloudFormationTemplate.Objects(content).SelectMany(x => NamesIn(x, section)).Where(x => !names.Contains(x)))
                yield return $"{section} name {name}, which there is not";
        }

        var conditions = (template.Content["Conditions"] as JsonObject ?? []).Select(x => x.Key).ToHashSet();
        foreach (var name in CloudFormationTemplate.Objects(template.Content).SelectMany(ConditionsIn).Where(x => !conditions.Contains(x)))
            yield return $"the condition {name} does not exist";
    }

    private static IEnumerable<string> NamesIn(JsonObject node, string section)
    {
        if (node["Ref"] is JsonValue reference && node.Count == 1)
            yield return (string)reference!;
        if (node["Fn::GetAtt"] is JsonArray attribute)
            yield return section is "Conditions" or "Rules" ? $"{attribute[0]}.{attribute[1]}" : (string)attribute[0]!;
        var (text, own) = node["Fn::Sub"] switch
        {
            JsonArray x => ((string)x[0]!, x[1]!.AsObject().Select(y => y.Key).ToArray()),
            JsonValue x => ((string)x!, []),
            _ => ("", Array.Empty<string>()),
        };
        foreach (Match match in Variable().Matches(text))
        {
            var name = match.Groups[1].Value;
            if (!own.Contains(name))
                yield return name.Contains("::", StringComparison.Ordinal) ? name : name.Split('.')[0];
        }
    }

    private static IEnumerable<string> ConditionsIn(JsonObject node)
    {
        if (node["Condition"] is JsonValue condition && condition.TryGetValue(out string? name))
            yield return name;
        if (node["Fn::If"] is JsonArray choice)
            yield return (string)choice[0]!;
    }

    private static IEnumerable<string> Parameters(CloudFormationTemplate template)
    {
        foreach (var (name, parameter) in template.Parameters)
        {
            if (parameter!["Description"] is null)
                yield return $"the parameter {name} has no description";
            var constrained = (string?)parameter["Type"] != "String" || parameter["AllowedPattern"] is not null || parameter["AllowedValues"] is not null;
            if (!constrained)
                yield return $"the parameter {name} takes anything";
            if (parameter["Default"] is { } value && parameter["AllowedPattern"] is { } pattern && !Regex.IsMatch((string)value!, $@"\A(?:{pattern})\z"))
                yield return $"the parameter {name} refuses its own default";
        }

        if (!template.Parameters.ContainsKey("Environment"))
            yield return "there is no parameter Environment";
    }

    private static IEnumerable<string> Outputs(CloudFormationTemplate template)
    {
        if (!System.Version.TryParse((string?)template.Outputs["TemplateVersion"]?["Value"], out _))
            yield return "the output TemplateVersion gives no version";
        if (template.Outputs["StackName"] is null)
            yield return "there is no output StackName";
        foreach (var (name, output) in template.Outputs)
        {
            if (output!["Export"]?["Name"]?["Fn::Sub"] is { } export && (string)export! != $"${{AWS::StackName}}-{name}")
                yield return $"the output {name} is exported as {export}";
        }
    }

    private static IEnumerable<string> Alarms(CloudFormationTemplate template)
    {
        foreach (var (id, alarm) in template.OfType("AWS::CloudWatch::Alarm"))
        {
            foreach (var property in new[] { "ComparisonOperator", "Threshold", "EvaluationPeriods", "AlarmDescription", "TreatMissingData" })
            {
                if (alarm[property] is null)
                    yield return $"{id} has no {property}";
            }

            if (alarm["AlarmActions"] is not JsonArray { Count: > 0 })
                yield return $"{id} notifies no one";
            if (alarm["OKActions"]?.ToJsonString() != alarm["AlarmActions"]?.ToJsonString())
                yield return $"{id} does not report its recovery";
            if (!id.EndsWith("TooHighAlarm", StringComparison.Ordinal) && !id.EndsWith("TooLowAlarm", StringComparison.Ordinal))
                yield return $"{id} does not say in its name when it goes off";
        }
    }

    private static IEnumerable<string> Retries(CloudFormationTemplate template)
    {
        foreach (var (id, definition) in template.OfType("AWS::Batch::JobDefinition"))
        {
            if (definition["ResourceRetentionPolicy"]?["SkipDeregisterOnUpdate"]?.GetValue<bool>() != true)
                yield return $"{id} loses its revisions on updates";
            var rules = definition["RetryStrategy"]?["EvaluateOnExit"] as JsonArray ?? [];
            if (rules.Count is 0 or > MostRetryRules)
                yield return $"{id} has {rules.Count} rules of retry; Batch takes 1 to {MostRetryRules}";
            if (rules.LastOrDefault() is not JsonObject last || (string?)last["Action"] != "EXIT" || (string?)last["OnReason"] != "*" || last.Count != 2)
                yield return $"{id} tries again what no rule names; the last rule must be EXIT on *";
            var codes = rules.Where(x => (string?)x!["Action"] == "RETRY").Select(x => (string?)x!["OnExitCode"]).Where(x => x is not null).ToArray();
            if (codes is not [var only] || only != $"{ExitCodes.TryAgain}")
                yield return $"{id} retries the exit codes {string.Join(", ", codes)}, not {ExitCodes.TryAgain}";
        }

        if (Revision().Match(template.Text) is { Success: true } revision)
            yield return $"{revision.Value} names a revision of a job definition";
    }

    private static IEnumerable<string> Statements(CloudFormationTemplate template)
    {
        foreach (var statement in PolicyStatement.In(template).Where(x => x.Allows && !x.IsTrust))
        {
            foreach (var action in statement.Actions.Where(x => x.Contains('*', StringComparison.Ordinal) && !statement.IsKeyPolicy))
                yield return $"{statement.Owner} allows {action}";
            if (statement.Actions.Contains("batch:TerminateJob") && statement.Statement["Condition"]?["StringEquals"]?["aws:ResourceTag/fashion-mnist-environment"] is null)
                yield return $"{statement.Owner} may end jobs of others";
            if (statement.Actions.Contains("s3:ListBucket") && BoundPrefix(statement))
                yield return $"{statement.Owner} gets 403 for a missing key, because reading one names no prefix; take an operator with IfExists";
        }

        foreach (var id in template.OfType("AWS::S3::Bucket").Select(x => x.Id))
        {
            if (!template.OfType("AWS::S3::BucketPolicy").Any(x => (string?)x.Properties["Bucket"]?["Ref"] == id))
                yield return $"the bucket {id} has no policy";
        }
    }

    /// <summary>SNS and SQS refuse a statement about anything but the topic or queue that the policy is set on.</summary>
    private static IEnumerable<string> ResourcePolicies(CloudFormationTemplate template)
    {
        foreach (var (type, property) in new[] { ("AWS::SNS::TopicPolicy", "Topics"), ("AWS::SQS::QueuePolicy", "Queues") })
        {
            foreach (var (id, policy) in template.OfType(type))
            {
                var set = policy[property]!.AsArray();
                if (set.Count != 1)
                    yield return $"{id} is set on {set.Count} {property.ToLowerInvariant()}, but each needs a policy of its own";
                var resources = policy["PolicyDocument"]!["Statement"]!.AsArray().Select(x => (string?)(x!["Resource"] switch
                {
                    JsonObject x1 when x1["Ref"] is { } reference => reference,
                    JsonObject x1 when x1["Fn::GetAtt"] is JsonArray attribute => attribute[0],
                    _ => null,
                }));
                if (resources.Any(x => x != (string?)set[0]!["Ref"]))
                    yield return $"{id} speaks of another resource than the one that it is set on";
            }
        }
    }

    /// <summary>https://docs.aws.amazon.com/batch/latest/userguide/updating-compute-environments.html: even an unchanged UpdatePolicy is refused.</summary>
    private static IEnumerable<string> FargateEnvironments(CloudFormationTemplate template) => template.OfType("AWS::Batch::ComputeEnvironment")
        .Where(x => (string?)template.Resources[x.Id]!["Condition"] == "OnFargate")
        .Where(x => x.Properties["UpdatePolicy"] is not null || x.Properties["ReplaceComputeEnvironment"]?.GetValue<bool>() != true)
        .Select(x => $"{x.Id} cannot be updated: Batch changes next to nothing of an environment on Fargate");

    /// <summary>
    /// Texts of an event that cannot hold a quote: names and ids as AWS defines them. All others must be JSON values of their own, see <see cref="EventBridge"/>.
    /// </summary>
    private static readonly string[] WithoutQuotes =
    [
        "$.detail.jobName", "$.detail.jobId", "$.detail.container.exitCode", "$.detail.container.logStreamName", "$.detail.object.etag", "$.detail.object.sequencer",
    ];

    /// <summary>https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html</summary>
    private static IEnumerable<string> Messages(CloudFormationTemplate template)
    {
        foreach (var (id, rule) in template.OfType("AWS::Events::Rule"))
        {
            foreach (var target in rule["Targets"]!.AsArray().Where(x => x!["InputTransformer"] is not null))
            {
                foreach (var path in EventBridge.PathsWithinStrings(target!).Except(WithoutQuotes))
                    yield return $"{id} writes {path}, which may hold a quote, into a string of its JSON";
                if (!target!["Arn"]!.ToJsonString().EndsWith("TopicArn\"}}", StringComparison.Ordinal))
                    continue;
                var names = template.Parameters.Select(x => x.Key).Concat(Pseudo).Append("Host").ToDictionary(x => x, x => x);
                var message = EventBridge.Send(target, new JsonObject { ["statusReason"] = "stopped" }, names);
                if ((string?)message["version"] != "1.0" || (string?)message["source"] != "custom" || (string?)message["content"]?["description"] is not { Length: > 0 })
                    yield return $"{id} says something that Chatbot drops";
            }
        }
    }

    private static bool BoundPrefix(PolicyStatement statement) => (statement.Statement["Condition"] as JsonObject ?? [])
        .Any(x => !x.Key.EndsWith("IfExists", StringComparison.Ordinal) && x.Value?["s3:prefix"] is not null);

    [GeneratedRegex(@"\$\{(?!!)([^}]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"job-definition/[^\s'"",]*:[0-9]+|JobDefinition: *!Ref")]
    private static partial Regex Revision();
}
