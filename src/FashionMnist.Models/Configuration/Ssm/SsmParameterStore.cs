using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace FashionMnist.Models.Configuration.Ssm;

/// <summary>AWS SSM Parameter Store.</summary>
/// <param name="connect">Makes the client when the first call needs it.</param>
internal sealed class SsmParameterStore(Func<IAmazonSimpleSystemsManagement> connect) : IParameterStore
{
    /// <summary>The most that GetParametersByPath gives at once.</summary>
    private const int PageSize = 10;

    private readonly Lazy<IAmazonSimpleSystemsManagement> _client = new(connect);

    public IReadOnlyList<SsmParameter> Read(string path) =>
        SsmErrors.Guard(path, "read the configuration", "ssm:GetParametersByPath", () => ReadAsync(path));

    public void Write(SsmParameter parameter) =>
        SsmErrors.Guard(parameter.Name, "write the parameter", "ssm:PutParameter", () => WriteAsync(parameter));

    private async Task<IReadOnlyList<SsmParameter>> ReadAsync(string path)
    {
        var found = new List<SsmParameter>();
        var request = new GetParametersByPathRequest { Path = path, Recursive = true, WithDecryption = true, MaxResults = PageSize };
        do
        {
            var page = await _client.Value.GetParametersByPathAsync(request);
            found.AddRange((page.Parameters ?? []).Select(x => new SsmParameter(x.Name, x.Value, x.Type == ParameterType.SecureString)));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return [.. found.OrderBy(x => x.Name, StringComparer.Ordinal)];
    }

    private async Task<long?> WriteAsync(SsmParameter parameter)
    {
        var response = await _client.Value.PutParameterAsync(new PutParameterRequest
        {
            Name = parameter.Name,
            Value = parameter.Value,
            Type = parameter.Secret ? ParameterType.SecureString : ParameterType.String,
            KeyId = parameter.Secret ? await KeyOfAsync(parameter.Name) : null,
            Overwrite = true,
        });
        return response.Version;
    }

    /// <summary>The key that encrypts a parameter: a new value without it would be encrypted with the account's default key.</summary>
    private async Task<string?> KeyOfAsync(string name)
    {
        var request = new DescribeParametersRequest
        {
            ParameterFilters = [new ParameterStringFilter { Key = "Name", Option = "Equals", Values = [name] }],
        };
        while (true)
        {
            var page = await _client.Value.DescribeParametersAsync(request);
            if (page.Parameters is [var found, ..])
                return found.KeyId;
            if (string.IsNullOrEmpty(page.NextToken))
                return null;
            request.NextToken = page.NextToken;
        }
    }
}
