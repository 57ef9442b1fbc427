namespace RecPipe.KubernetesTests;

/// <summary>A program that a test needs is not installed.</summary>
internal sealed class ToolMissingException(string message) : Exception(message);
