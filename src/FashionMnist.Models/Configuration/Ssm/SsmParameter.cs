using System.Text.Json.Serialization;

namespace FashionMnist.Models.Configuration.Ssm;

/// <summary>One parameter of AWS SSM Parameter Store.</summary>
/// <param name="Name">Its full name, for example <c>/fashion-mnist/production/gate/minimumAccuracy</c>.</param>
/// <param name="Value">Its value, decrypted.</param>
/// <param name="Secret">Whether it is a SecureString: what such a parameter holds is never shown.</param>
public sealed record SsmParameter(string Name, string Value, bool Secret)
{
    /// <summary>What stands in the place of a secret value.</summary>
    public const string Mask = "(secret)";

    /// <summary>The value as it may be shown.</summary>
    [JsonIgnore]
    public string Shown => Secret ? Mask : Value;

    /// <summary>Hides the value where the record is printed.</summary>
    public override string ToString() => $"{Name} = {Shown}";
}
