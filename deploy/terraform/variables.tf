variable "environment" {
  description = "Name of the environment; part of the names on AWS."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}$", var.environment))
    error_message = "a-z, 0-9 and -, a letter first, 31 characters at most"
  }
}

variable "stack_prefix" {
  description = "What the names of the stacks start with."
  type        = string
  default     = "fashion-mnist"
}

variable "parameters" {
  description = "Parameters of the templates by template, for example { batch = { VpcId = \"vpc-0a\", Subnets = \"subnet-0a,subnet-0b\", ImageTag = \"0a1b2c3\" } }."
  type        = map(map(string))
  default     = {}
}

variable "allow_replacement" {
  description = "Consent to replace or remove buckets, repositories, keys, log groups, topics, queues and parameters in this one apply."
  type        = bool
  default     = false
}
