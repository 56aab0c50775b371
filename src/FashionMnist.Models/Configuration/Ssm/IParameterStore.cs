namespace FashionMnist.Models.Configuration.Ssm;

/// <summary>A store of parameters with hierarchical names.</summary>
public interface IParameterStore
{
    /// <summary>Every parameter below a path, at any depth, in the order of their names.</summary>
    /// <param name="path">For example <c>/fashion-mnist/production</c>.</param>
    /// <exception cref="FashionMnistException">
    /// <see cref="ExitCodes.AccessDenied"/>, <see cref="ExitCodes.TryAgain"/> when throttled for too long or without a network,
    /// <see cref="ExitCodes.Configuration"/> for a request that the service does not take.
    /// </exception>
    IReadOnlyList<SsmParameter> Read(string path);

    /// <summary>Adds a parameter, or gives an existing one a new value; its kind stays.</summary>
    /// <exception cref="FashionMnistException">As for <see cref="Read"/>.</exception>
    void Write(SsmParameter parameter);
}
