namespace FashionMnist.Data.Synthetic;

/// <summary>
/// Ten garments as signed fields over the square [-1, 1] x [-1, 1], y downwards: positive inside, in units of the square.
/// <paramref name="width"/>, <paramref name="length"/> and <paramref name="detail"/> vary the cut around 0.
/// </summary>
internal readonly struct Silhouette(int label, float width, float length, float detail)
{
    /// <summary>The field of the garment at a point.</summary>
    public float At(float x, float y)
    {
        var side = MathF.Abs(x);
        return label switch
        {
            0 => MathF.Max(Body(side, y, 0.48f, 0.48f, -0.75f, 0.8f), Sleeve(side, y, -0.2f, 0.75f)),
            1 => Trouser(side, y),
            2 => MathF.Max(Body(side, y, 0.5f, 0.46f, -0.7f, 0.72f), Sleeve(side, y, 0.7f, 0.55f)),
            3 => Body(side, y, 0.2f, 0.5f + detail, -0.95f, 0.95f),
            4 => MathF.Min(
                MathF.Max(Body(side, y, 0.46f, 0.54f, -0.85f, 0.95f), Sleeve(side, y, 0.8f, 0.4f)),
                MathF.Max(side - 0.035f, -0.8f - y)),
            5 => Sandal(x, y),
            6 => MathF.Min(
                MathF.Max(Body(side, y, 0.44f, 0.42f, -0.8f, 0.85f), Sleeve(side, y, 0.6f, 0.35f)),
                side + MathF.Abs(y + 0.85f) - 0.22f),
            7 => Shoe(x, y, 0.02f),
            8 => MathF.Max(Box(x, y, 0f, 0.25f, 0.78f + width, 0.48f + length), Ring(x, y, 0f, -0.25f, 0.42f + detail, 0.07f)),
            _ => MathF.Max(Shoe(x, y, 0.12f), Box(x, y, 0.42f, -0.15f, 0.34f + width, 0.65f + length)),
        };
    }

    private float Body(float side, float y, float top, float bottom, float from, float to)
    {
        var along = (y - from) / (to - from);
        return MathF.Min(top + (bottom - top) * along + width - side, MathF.Min(y - from, to + length - y));
    }

    private float Sleeve(float side, float y, float hem, float reach)
    {
        var shoulder = 0.4f + width;
        var drop = -0.72f + (side - shoulder) * (1.1f - reach);
        return MathF.Min(MathF.Min(side - shoulder + 0.1f, shoulder + 0.42f + detail * 0.5f - side), MathF.Min(y - drop, hem + length - y));
    }

    private float Trouser(float side, float y)
    {
        var legs = MathF.Min(0.17f + width * 0.5f - MathF.Abs(side - 0.24f - detail * 0.3f), y + 0.45f);
        var waist = MathF.Min(0.4f + width - side, MathF.Min(y + 0.95f, -0.3f - y));
        return MathF.Min(MathF.Max(legs, waist), 0.95f + length - y);
    }

    private float Sandal(float x, float y)
    {
        var slope = 0.35f - x * (0.22f + detail);
        var sole = MathF.Min(0.075f - MathF.Abs(y - slope), 0.92f - MathF.Abs(x));
        var strap = MathF.Min(0.06f - MathF.Abs(x + 0.35f + (y - slope) * 0.6f), MathF.Min(slope - y, y - slope + 0.45f + length));
        var heel = MathF.Min(0.06f - MathF.Abs(x - 0.55f - (y - slope) * 0.5f), MathF.Min(slope - y, y - slope + 0.6f + length));
        return MathF.Max(sole, MathF.Max(strap, heel));
    }

    private float Shoe(float x, float y, float lift)
    {
        var top = -0.12f - lift - x * (0.32f + detail * 0.5f);
        return MathF.Min(MathF.Min(y - top, 0.55f + length - y), 0.9f + width - MathF.Abs(x));
    }

    private static float Box(float x, float y, float centreX, float centreY, float halfWidth, float halfHeight) =>
        MathF.Min(halfWidth - MathF.Abs(x - centreX), halfHeight - MathF.Abs(y - centreY));

    private static float Ring(float x, float y, float centreX, float centreY, float radius, float thickness)
    {
        var (dx, dy) = (x - centreX, y - centreY);
        return MathF.Min(thickness - MathF.Abs(MathF.Sqrt(dx * dx + dy * dy) - radius), -dy);
    }
}
