using Amazon.Runtime;

namespace Amazon.ECR;

public class ImageTagMutability : ConstantClass
{
#pragma warning disable CA1707 // The original's names.
    public static readonly ImageTagMutability IMMUTABLE = new("IMMUTABLE");
    public static readonly ImageTagMutability MUTABLE = new("MUTABLE");
#pragma warning restore CA1707

    public ImageTagMutability(string value)
        : base(value)
    {
    }

    public static ImageTagMutability FindValue(string value) => FindValue<ImageTagMutability>(value);

    public static implicit operator ImageTagMutability(string value) => FindValue(value);
}
