# One source of truth: the same templates, applied as they are. Defaults and descriptions of their parameters stand in them.
locals {
  templates = "${path.module}/../cloudformation"
  stack     = "${var.stack_prefix}-${var.environment}"
}

resource "aws_cloudformation_stack" "artifacts" {
  name          = "${local.stack}-artifacts"
  template_body = file("${local.templates}/artifacts.yaml")
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
  capabilities  = ["CAPABILITY_IAM"]
  parameters    = merge({ Environment = var.environment }, lookup(var.parameters, "monitoring", {}))
}

resource "aws_cloudformation_stack" "audit" {
  name          = "${local.stack}-audit"
  template_body = file("${local.templates}/audit.yaml")
  parameters = merge({
    Environment          = var.environment
    ParentArtifactsStack = aws_cloudformation_stack.artifacts.name
  }, lookup(var.parameters, "audit", {}))
}

resource "aws_cloudformation_stack" "access" {
  name          = "${local.stack}-access"
  template_body = file("${local.templates}/access.yaml")
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
  capabilities  = ["CAPABILITY_IAM"]
  parameters = merge({
    Environment           = var.environment
    ParentArtifactsStack  = aws_cloudformation_stack.artifacts.name
    ParentMonitoringStack = aws_cloudformation_stack.monitoring.name
  }, lookup(var.parameters, "batch", {}))
}

resource "aws_cloudformation_stack" "near_real_time" {
  name          = "${local.stack}-near-real-time"
  template_body = file("${local.templates}/near-real-time.yaml")
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
  parameters = merge({
    Environment       = var.environment
    ParentTablesStack = aws_cloudformation_stack.tables.name
  }, lookup(var.parameters, "queries", {}))
}
