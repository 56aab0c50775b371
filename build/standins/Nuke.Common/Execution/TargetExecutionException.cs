namespace Nuke.Common.Execution;

/// <summary>A failure that has been logged already.</summary>
internal sealed class TargetExecutionException(string target, Exception inner) : Exception($"Target '{target}' has failed", inner);
