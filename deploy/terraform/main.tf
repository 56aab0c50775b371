# One source of truth: the same templates, applied as they are. Defaults and descriptions of their parameters stand in them.
locals {
  templates = "${path.module}/../cloudformation"
  stack     = "${var.stack_prefix}-${var.environment}"

  # Types whose replacement loses data or a name that others have written down. Terraform shows an update of a stack in one line and never
  # what it does to the resources in it, so CloudFormation is told to refuse.
  stateful = [
    "AWS::ECR::Repository", "AWS::KMS::Key", "AWS::Logs::LogGroup", "AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::SSM::Parameter",
  ]
  everything = { Effect = "Allow", Action = "Update:*", Principal = "*", Resource = "*" }
  keep = {
    Effect    = "Deny"
    Action    = ["Update:Replace", "Update:Delete"]
    Principal = "*"
    Resource  = "*"
    Condition = { StringEquals = { ResourceType = local.stateful } }
  }
  policy = jsonencode({ Statement = concat([local.everything], var.allow_replacement ? [] : [local.keep]) })
}

data "aws_partition" "current" {}

resource "aws_cloudformation_stack" "artifacts" {
  name          = "${local.stack}-artifacts"
  template_body = file("${local.templates}/artifacts.yaml")
  policy_body   = local.policy
  parameters    = merge({ Environment = var.environment }, lookup(var.parameters, "artifacts", {}))

  lifecycle {
    # One state for two environments would delete the stacks of the first for those of the second.
    precondition {
      condition     = terraform.workspace == var.environment
      error_message = "The workspace is not called like the environment; run: terraform workspace select -or-create ${var.environment}"
    }
  }
}

resource "aws_cloudformation_stack" "monitoring" {
  name          = "${local.stack}-monitoring"
  template_body = file("${local.templates}/monitoring.yaml")
  policy_body   = local.policy
  parameters    = merge({ Environment = var.environment }, lookup(var.parameters, "monitoring", {}))
}

# The resource types in it exist in the partition aws only.
resource "aws_cloudformation_stack" "chat" {
  count         = data.aws_partition.current.partition == "aws" ? 1 : 0
  name          = "${local.stack}-chat"
  template_body = file("${local.templates}/chat.yaml")
  policy_body   = local.policy
  capabilities  = ["CAPABILITY_IAM"]
  parameters = merge({
    Environment           = var.environment
    ParentMonitoringStack = aws_cloudformation_stack.monitoring.name
  }, lookup(var.parameters, "chat", {}))
}

resource "aws_cloudformation_stack" "audit" {
  name          = "${local.stack}-audit"
  template_body = file("${local.templates}/audit.yaml")
  policy_body   = local.policy
  parameters = merge({
    Environment          = var.environment
    ParentArtifactsStack = aws_cloudformation_stack.artifacts.name
  }, lookup(var.parameters, "audit", {}))
}

resource "aws_cloudformation_stack" "access" {
  name          = "${local.stack}-access"
  template_body = file("${local.templates}/access.yaml")
  policy_body   = local.policy
  capabilities  = ["CAPABILITY_IAM"]
  parameters = merge({
    Environment           = var.environment
    ParentArtifactsStack  = aws_cloudformation_stack.artifacts.name
    ParentMonitoringStack = aws_cloudformation_stack.monitoring.name
  }, lookup(var.parameters, "access", {}))
}

resource "aws_cloudformation_stack" "batch" {
  name          = "${local.stack}-batch"
  template_body = file("${local.templates}/batch.yaml")
  policy_body   = local.policy
  capabilities  = ["CAPABILITY_IAM"]
  parameters = merge({
    Environment           = var.environment
    ParentArtifactsStack  = aws_cloudformation_stack.artifacts.name
    ParentMonitoringStack = aws_cloudformation_stack.monitoring.name
  }, lookup(var.parameters, "batch", {}))

  # Replacing a compute environment waits for the jobs that run in it.
  timeouts {
    create = "60m"
    update = "60m"
    delete = "60m"
  }
}

resource "aws_cloudformation_stack" "near_real_time" {
  name          = "${local.stack}-near-real-time"
  template_body = file("${local.templates}/near-real-time.yaml")
  policy_body   = local.policy
  capabilities  = ["CAPABILITY_IAM"]
  parameters = merge({
    Environment           = var.environment
    ParentArtifactsStack  = aws_cloudformation_stack.artifacts.name
    ParentMonitoringStack = aws_cloudformation_stack.monitoring.name
    ParentBatchStack      = aws_cloudformation_stack.batch.name
  }, lookup(var.parameters, "near-real-time", {}))
}

resource "aws_cloudformation_stack" "tables" {
  name          = "${local.stack}-tables"
  template_body = file("${local.templates}/tables.yaml")
  policy_body   = local.policy
  capabilities  = ["CAPABILITY_IAM"]
  parameters = merge({
    Environment           = var.environment
    ParentArtifactsStack  = aws_cloudformation_stack.artifacts.name
    ParentMonitoringStack = aws_cloudformation_stack.monitoring.name
  }, lookup(var.parameters, "tables", {}))
}

resource "aws_cloudformation_stack" "queries" {
  name          = "${local.stack}-queries"
  template_body = file("${local.templates}/queries.yaml")
  policy_body   = local.policy
  parameters = merge({
    Environment       = var.environment
    ParentTablesStack = aws_cloudformation_stack.tables.name
  }, lookup(var.parameters, "queries", {}))
}
