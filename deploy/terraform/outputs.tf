output "outputs" {
  description = "The outputs of each stack, by template."
  value = {
    artifacts      = aws_cloudformation_stack.artifacts.outputs
    monitoring     = aws_cloudformation_stack.monitoring.outputs
    chat           = one(aws_cloudformation_stack.chat[*].outputs)
    audit          = aws_cloudformation_stack.audit.outputs
    access         = aws_cloudformation_stack.access.outputs
    batch          = aws_cloudformation_stack.batch.outputs
    near-real-time = aws_cloudformation_stack.near_real_time.outputs
    tables         = aws_cloudformation_stack.tables.outputs
    queries        = aws_cloudformation_stack.queries.outputs
  }
}
