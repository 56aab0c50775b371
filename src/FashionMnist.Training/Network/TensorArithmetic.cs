using TorchSharp;
using static TorchSharp.torch;

namespace FashionMnist.Training.Network;

/// <summary>
/// Arithmetic with factors. TorchSharp's own operators hand a temporary <see cref="Scalar"/> to libtorch, which the garbage collector may free while
/// libtorch still reads it; here it lives until libtorch is done.
/// </summary>
internal static class TensorArithmetic
{
    /// <summary><paramref name="left"/> + <paramref name="factor"/> x <paramref name="right"/>, elementwise with broadcasting.</summary>
    public static Tensor Plus(this Tensor left, Tensor right, double factor = 1)
    {
        using var scalar = factor.ToScalar();
        return left.add(right, scalar);
    }

    /// <summary>Adds <paramref name="factor"/> x <paramref name="right"/> to <paramref name="left"/> and returns it.</summary>
    public static Tensor PlusInPlace(this Tensor left, Tensor right, double factor = 1)
    {
        using var scalar = factor.ToScalar();
        return left.add_(right, scalar);
    }

    /// <summary><paramref name="tensor"/> x <paramref name="factor"/>.</summary>
    public static Tensor Times(this Tensor tensor, double factor)
    {
        using var scalar = factor.ToScalar();
        return tensor.mul(scalar);
    }

    /// <summary>Multiplies <paramref name="tensor"/> with <paramref name="factor"/> and returns it.</summary>
    public static Tensor TimesInPlace(this Tensor tensor, double factor)
    {
        using var scalar = factor.ToScalar();
        return tensor.mul_(scalar);
    }
}
