using Xunit.Abstractions;
using Xunit.Sdk;

namespace FashionMnist.Testing;

/// <summary>
/// A test of a suite that several classes share. A class marked <see cref="NeedsS3Attribute"/> skips it, with the reason, where no endpoint
/// is given, and one marked <see cref="SlowClassAttribute"/> where slow tests are not wanted; a plain fact could not know which class runs it.
/// </summary>
[XunitTestCaseDiscoverer("FashionMnist.Testing.ContractFactDiscoverer", "FashionMnist.Testing")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>Marks a class whose shared tests need an S3 endpoint.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsS3Attribute : Attribute;

/// <summary>A test that needs an S3 endpoint.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3FactAttribute : FactAttribute
{
    public S3FactAttribute() => Skip = S3TestEndpoint.WhySkipped;
}

/// <summary>A test with several cases that needs an S3 endpoint.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class S3TheoryAttribute : TheoryAttribute
{
    public S3TheoryAttribute() => Skip = S3TestEndpoint.WhySkipped;
}

public sealed class ContractFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [
            new ContractTestCase(
                diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod),
        ];
}

public sealed class ContractTestCase : XunitTestCase
{
    [Obsolete("Called by the de-serializer.")]
    public ContractTestCase()
    {
    }

    public ContractTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        MarkedWith<NeedsS3Attribute>() is not null ? S3TestEndpoint.WhySkipped
        : MarkedWith<SlowClassAttribute>() is { } slow ? Slow.WhySkipped((string)slow.GetConstructorArguments().Single())
        : base.GetSkipReason(factAttribute);

    private IAttributeInfo? MarkedWith<T>() =>
        TestMethod.TestClass.Class.GetCustomAttributes(typeof(T).AssemblyQualifiedName).SingleOrDefault();
}
