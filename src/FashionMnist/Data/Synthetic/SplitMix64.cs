namespace FashionMnist.Data.Synthetic;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"): the same everywhere and for ever.</summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from -<paramref name="radius"/> to below <paramref name="radius"/>.</summary>
    public float Around(float radius) => ((Next() >> 40) * (2f / (1 << 24)) - 1f) * radius;

    /// <summary>A number from <paramref name="low"/> to below <paramref name="high"/>.</summary>
    public float Between(float low, float high) => low + (Next() >> 40) * (1f / (1 << 24)) * (high - low);
}
