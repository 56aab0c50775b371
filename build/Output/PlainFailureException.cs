namespace FashionMnist.Build.Output;

/// <summary>A failure that one line says all of, so that the log shows no stack trace.</summary>
internal abstract class PlainFailureException(string message) : Exception(message);
